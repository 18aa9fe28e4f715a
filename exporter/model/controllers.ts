import { kindNamed, type KindName } from './kinds.ts';
import { controllerOf, type KubeObject } from './object.ts';

/** A Pod of a Job of a CronJob is three; anything longer is somebody's loop. */
const mostSteps = 5;

/** The name of an object's controller, and the controller where it is found. */
export interface Controller {
  readonly kind: KindName;
  readonly name: string;
  readonly object: KubeObject | undefined;
}

/** The controllers of an object, nearest first, as far as they are catalogued kinds and there. */
export function* controllersOf(
  object: KubeObject,
  find: (kind: KindName, namespace: string, name: string) => KubeObject | undefined,
): Generator<Controller, void> {
  let at: KubeObject | undefined = object;
  for (let step = 0; step < mostSteps && at !== undefined; step++) {
    const reference = controllerOf(at.metadata);
    const kind = reference === undefined ? undefined : kindNamed(reference.apiVersion, reference.kind);
    if (reference === undefined || kind === undefined) return;
    const held = find(kind, object.metadata.namespace, reference.name);
    // Another object of that name is not the controller that made this one.
    const foreign =
      held?.metadata.uid !== undefined && reference.uid !== undefined && held.metadata.uid !== reference.uid;
    at = foreign ? undefined : held;
    yield { kind, name: reference.name, object: at };
  }
}
