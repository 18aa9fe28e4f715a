import { kinds, type KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import { Malformed, project } from '../normalize/project.ts';
import type { Share } from '../normalize/share.ts';
import { momentOf, type Arrival, type WatchEventType } from './change-time.ts';
import { templateOwner } from './controlled-pods.ts';
import { isRecord } from '../model/record.ts';
import { hasAddedContainers } from '../model/template-owner.ts';
import { printable } from './failure.ts';
import type { ClusterSink } from './sink.ts';

/** What becomes of raw objects of one kind: projected and passed on, dropped, or counted as broken. */
export interface Intake {
  /** The object as it is kept, or undefined when it is dropped or broken; `known` is called for kept ones. */
  readonly admit: (raw: Record<string, unknown>) => Observed | undefined;
  /** A list was delivered with exactly these objects. */
  listed(observed: readonly Observed[]): void;
  /** Passes on one event of a watch. */
  apply(type: WatchEventType, raw: Record<string, unknown>, arrival: Arrival): void;
}

export interface IntakeDeps {
  readonly kind: KindName;
  readonly sink: ClusterSink;
  readonly share: Share;
  /** Whether objects of a controller kind are seen, so that their templates answer for their pods. */
  readonly answersForPods: (kind: KindName) => boolean;
}

/** Pods that a visible controller answers for are not kept, unless they were kept before it took them over. */
export function createIntake({ kind, sink, share, answersForPods }: IntakeDeps): Intake {
  // Only of pods it must be remembered which are kept: of other kinds all are.
  const kept = kind === 'Pod' ? new Set<string>() : undefined;

  function isAnsweredFor(raw: Record<string, unknown>): boolean {
    const owner = kept && templateOwner(raw);
    // What was added to a pod while it ran stands in no template.
    return owner !== undefined && answersForPods(owner) && !hasAddedContainers(raw);
  }

  function projected(raw: Record<string, unknown>): Observed | undefined {
    try {
      return { kind, object: share(project(kind, raw)) };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      sink.passedOver('malformed', printable(error.message));
      return undefined;
    }
  }

  return {
    admit: (raw) => (isAnsweredFor(raw) ? undefined : projected(raw)),

    listed(observed) {
      kept?.clear();
      for (const { object } of observed) kept?.add(keyOf(object.metadata.namespace, object.metadata.name));
    },

    apply(type, raw, arrival) {
      const { namespace, name } = identityOf(kind, raw);
      if (name === undefined) return sink.passedOver('malformed', `${kind}: metadata.name is missing`);
      const key = keyOf(namespace, name);
      const wasKept = kept?.has(key) ?? true;
      if (type === 'DELETED') {
        kept?.delete(key);
        if (wasKept) sink.removed(kind, namespace, name, momentOf(type, raw, arrival));
        return;
      }
      // A kept pod that gains a controller has not gone: it is passed on with its owner, and the next list drops it.
      if (!wasKept && isAnsweredFor(raw)) return;
      const moment = momentOf(type, raw, arrival);
      const observed = projected(raw);
      if (observed === undefined) return;
      kept?.add(key);
      sink.put(observed, moment);
    },
  };
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function identityOf(kind: KindName, raw: Record<string, unknown>): { namespace: string; name: string | undefined } {
  const metadata = isRecord(raw['metadata']) ? raw['metadata'] : {};
  const { name, namespace } = metadata;
  return {
    name: typeof name === 'string' && name !== '' ? name : undefined,
    namespace: kinds[kind].namespaced && typeof namespace === 'string' ? namespace : '',
  };
}
