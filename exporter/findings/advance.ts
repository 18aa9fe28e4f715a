import type { Result, Severity, TransitionReason } from '../contract/vocabulary.ts';
import type { Finding, FindingTransition, LastChanger, Team } from '../model/finding.ts';
import type { ObjectRef } from '../model/object.ts';
import { morePart, partOf, type Offence } from '../model/verdict.ts';
import { openingOf, type LostBaseline, type ObjectTimes } from './opening.ts';
import { continuesWithin } from './register.ts';
import type { ClosedFinding } from './store.ts';

/** What was just observed of one object: per check a result, and the offences that nothing exempts. */
export interface Observation {
  readonly ref: ObjectRef;
  /** Undefined when the object is gone, by a completed look: a deletion event or a whole list without it. */
  readonly present: Present | undefined;
}

interface Present extends ObjectTimes {
  readonly apiVersion: string;
  readonly team: Team;
  /** Asked for where something becomes critical. */
  readonly changedBy?: LastChanger | undefined;
  /** Names of its containers: an offence of one that is gone was not fixed. */
  readonly containers: ReadonlySet<string>;
  /** Result of a check on the object; undefined for checks that do not look at it. */
  readonly resultOf: (check: string) => Result | undefined;
  readonly offences: readonly ObservedOffence[];
  /** Ids of the offences that an exemption accepts. */
  readonly exempt: ReadonlySet<string>;
}

export interface ObservedOffence extends Offence {
  readonly check: string;
  readonly severity: Severity;
  readonly id: string;
}

/** What is known before; all of it committed. */
export interface Known {
  readonly openAt: (ref: ObjectRef) => Iterable<Finding>;
  /** The last episode of a finding, if it ended recently enough to be continued. */
  readonly continuable: (id: string, now: number) => ClosedFinding | undefined;
  /** Why a finding of this check on this kind opens now: new, or part of a backlog seen for the first time or lost. */
  readonly opensBecause: (
    check: string,
    kind: ObjectRef['kind'],
  ) => 'new' | 'baseline' | 'check_changed' | LostBaseline;
  /** Whether a check is still in use; findings of one that is not are closed as check_changed. */
  readonly inUse: (check: string) => boolean;
}

/**
 * The lifecycle, as one pure function: committed findings and a fresh observation in, transitions out.
 *
 * | now                          | open before        | not open before                          |
 * | fails                        | updated if it says something else | opened; reopened within 15 min of its end, or within 24 h of a deletion |
 * | passes, not applicable       | resolved: fixed    | -                                        |
 * | its container is gone        | resolved: deleted  | -                                        |
 * | an exemption accepts it      | resolved: exempted | -                                        |
 * | unknown, error               | stays as it is     | -                                        |
 * | stood for more than is reported, and nothing does now | resolved: check_changed | -                |
 * | the object is gone           | resolved: deleted  | -                                        |
 * | the check is no longer in use| resolved: check_changed | -                                   |
 */
export function advance(known: Known, { ref, present }: Observation, now: number): FindingTransition[] {
  const transitions: FindingTransition[] = [];
  const failing = new Map(present?.offences.map((offence) => [offence.id, offence]));

  /** Checks with more offences than they report, by the finding that stands for the rest. */
  const overfull = new Map<string, Finding>();
  for (const finding of known.openAt(ref)) {
    if (finding.part === morePart) overfull.set(finding.check, finding);
    const offence = failing.get(finding.id);
    failing.delete(finding.id);
    if (offence !== undefined && present !== undefined) {
      const updated = sayAgain(finding, offence, present, now);
      if (updated !== finding)
        transitions.push({ type: 'updated', reason: finding.openedBecause, at: now, finding: updated });
      continue;
    }
    const reason = resolvedBecause(known, finding, present);
    if (reason !== undefined) {
      transitions.push({ type: 'resolved', reason, at: now, finding: { ...finding, lastChange: now } });
    }
  }

  if (present === undefined) return transitions;
  for (const offence of failing.values()) {
    const closed = known.continuable(offence.id, now);
    const earlier = closed?.finding;
    const isFlap = closed !== undefined && now - closed.at <= continuesWithin.flap;
    // What moves up from beyond the most that a check reports has been failing all along.
    const hidden = earlier === undefined ? overfull.get(offence.check) : undefined;
    const opening = openingOf(
      hidden === undefined ? known.opensBecause(offence.check, ref.kind) : 'baseline',
      present,
      now,
    );
    const because = earlier === undefined ? opening.because : 'new';
    const estimated = earlier?.estimated ?? opening.estimated;
    const firstSeen = (earlier ?? hidden)?.firstSeen ?? opening.firstSeen;
    const by = offence.severity === 'critical' ? present.changedBy : undefined;
    const finding: Finding = {
      id: offence.id,
      check: offence.check,
      severity: offence.severity,
      object: { kind: ref.kind, apiVersion: present.apiVersion, namespace: ref.namespace, name: ref.name },
      team: present.team,
      part: partOf(offence),
      path: offence.path,
      ...(offence.container !== undefined && { container: offence.container }),
      message: offence.message,
      firstSeen,
      estimated,
      ...(offence.severity === 'critical' && {
        criticalSince: criticalSinceOf(isFlap ? earlier : hidden, earlier === undefined ? firstSeen : now),
      }),
      ...(by && { changedBy: by }),
      lastChange: now,
      openedBecause: because,
    };
    transitions.push(
      earlier === undefined
        ? { type: 'opened', reason: opening.countedAs, at: now, finding }
        : { type: 'reopened', reason: because, at: now, finding },
    );
  }
  return transitions;
}

/** Closes findings of checks that are not in use any more, where nothing looks at their objects either. */
export function retire(known: Known, findings: Iterable<Finding>, now: number): FindingTransition[] {
  return [...findings]
    .filter(({ check }) => !known.inUse(check))
    .map((finding) => ({
      type: 'resolved',
      reason: 'check_changed',
      at: now,
      finding: { ...finding, lastChange: now },
    }));
}

/** What opens has been critical since it was first seen; what is back after more than a flap, since now. */
function criticalSinceOf(flapping: Finding | undefined, otherwise: number): number {
  return flapping?.criticalSince ?? otherwise;
}

function resolvedBecause(
  known: Known,
  finding: Finding,
  present: Observation['present'],
): TransitionReason | undefined {
  if (!known.inUse(finding.check)) return 'check_changed';
  if (present === undefined) return 'deleted';
  const result = present.resultOf(finding.check);
  if (result === 'unknown' || result === 'error') return undefined;
  if (result === undefined) return 'check_changed';
  if (finding.part === morePart) return 'check_changed';
  if (finding.container !== undefined && !present.containers.has(finding.container)) return 'deleted';
  return present.exempt.has(finding.id) ? 'exempted' : 'fixed';
}

/** The same finding with what is said of it now; the very same object when nothing changed. */
function sayAgain(finding: Finding, offence: ObservedOffence, present: Present, now: number): Finding {
  const { team } = present;
  const same =
    finding.message === offence.message &&
    finding.path === offence.path &&
    finding.severity === offence.severity &&
    finding.team.team === team.team &&
    finding.team.source === team.source;
  if (same) return finding;
  const { criticalSince, changedBy, ...rest } = finding;
  const isCritical = offence.severity === 'critical';
  // What rises to critical was made so by whoever came last; what was critical before keeps who made it so.
  const by = !isCritical || criticalSince !== undefined ? changedBy : present.changedBy;
  return {
    ...rest,
    severity: offence.severity,
    path: offence.path,
    message: offence.message,
    team,
    lastChange: now,
    ...(isCritical && { criticalSince: criticalSince ?? now, ...(by && { changedBy: by }) }),
  };
}
