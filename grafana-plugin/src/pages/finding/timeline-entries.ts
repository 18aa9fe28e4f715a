import type { ApiDriftEvent, ApiTransition, DriftStep } from '#contract';
import { reasonWords, transitionWords } from '../../shown/transition-words.ts';

/** One line of what happened to a finding and to its object. */
export type TimelineEntry =
  | { readonly kind: 'finding'; readonly at: string; readonly key: string; readonly step: ApiTransition }
  | { readonly kind: 'drift'; readonly at: string; readonly key: string; readonly event: ApiDriftEvent };

/** The life of a finding and the changes to its object as one story, the newest first; of one moment, the cause stands below its effect. */
export function timelineOf(
  history: readonly ApiTransition[],
  drift: readonly ApiDriftEvent[],
): readonly TimelineEntry[] {
  const steps = history.map((step, index): TimelineEntry => ({
    kind: 'finding',
    at: step.at,
    key: `step ${index}`,
    step,
  }));
  const changes = drift.map((event): TimelineEntry => ({
    kind: 'drift',
    at: event.at,
    key: `drift ${event.id}`,
    event,
  }));
  return [...steps.toReversed(), ...changes].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** What a step was, as a sentence without its end. */
export function stepInWords({ type, reason }: Pick<ApiTransition, 'type' | 'reason'>): string {
  return type === 'updated' ? transitionWords.updated : `${transitionWords[type]}: ${reasonWords[reason]}`;
}

const driftWords: Readonly<Record<DriftStep, string>> = {
  changed: 'Object changed past GitOps',
  reconciled: 'GitOps put it back',
  reverted: 'Change past GitOps taken back',
};

/** What a change past GitOps was. */
export function driftInWords({ what, scope }: Pick<ApiDriftEvent, 'what' | 'scope'>): string {
  return scope === 'security' ? `${driftWords[what]}, in fields that matter for security` : driftWords[what];
}
