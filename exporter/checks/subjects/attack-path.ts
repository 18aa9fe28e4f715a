import type { KindName } from '../../model/kinds.ts';
import type { PodTemplate } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import type { Check, Subject } from '../define.ts';
import type { Judged } from '../judged.ts';
import type { Patch } from '../patch.ts';
import { clipped, plain } from '../text.ts';
import { exposureKinds, waysIn, type WayIn } from './exposure.ts';
import { podOfChecks } from './pod.ts';
import type { PodView } from './pod-view.ts';

/** Every workload as a whole; a fix is a patch of the object that a part of the path knows already. */
export const pathOfPod: Subject<Judged, PodTemplate, Record<string, unknown>> = {
  ...podOfChecks,
  wrap: (_judged, _candidate, change: Patch<Record<string, unknown>>) => change,
};

/** What every path begins with, for `reads`. */
export const entranceKinds: readonly KindName[] = exposureKinds;

/** How the internet reaches a pod: the way, and its steps from `internet` to the workload. */
export interface Entrance {
  readonly way: WayIn;
  readonly steps: readonly string[];
}

/** The way from the internet to this pod; undefined when none is certain. A check that asks reads `entranceKinds`. */
export function entranceTo(pod: PodView, world: World): Entrance | undefined {
  const way = waysIn(pod, world).find(({ isPublic }) => isPublic);
  if (way === undefined) return undefined;
  const service = `Service ${plain(way.service.metadata.name)}`;
  const through = way.through === way.service ? way.words.replace(/^the /, '') : `${way.words} → ${service}`;
  const { kind, metadata } = pod.object;
  return { way, steps: ['internet', through, `${kind} ${plain(metadata.name)}`] };
}

/** How to close an entrance, in words. */
export function closing({ way: { through, service, words } }: Entrance): string {
  return through === service ? `take ${words} off the internet` : `take the pod off ${words}`;
}

/** A path as one sentence: `internet → Ingress web → …; cheapest to cut: …`. */
export function pathSentence(steps: readonly string[], cut: string): string {
  return clipped(`${steps.join(' → ')}; cheapest to cut: ${cut}`);
}

/** A failure of another check that is a step of a path. */
export interface Step {
  readonly check: Check;
  readonly offence: Offence;
}

/**
 * What some checks object to in this object. A check that has judged it already is taken at its word; asking it here
 * would keep its answer for everybody, although it may run with other parameters.
 */
export function failedSteps(judged: Judged, checks: readonly Check[], world: World): readonly Step[] {
  return checks.flatMap((check) => {
    const outcome = judged.known(check) ?? check.judge(judged, world);
    return outcome === 'not_applicable' ? [] : outcome.map((offence) => ({ check, offence }));
  });
}
