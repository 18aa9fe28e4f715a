import { severities, type Age, type Severity } from '../contract/vocabulary.ts';
import type { Finding } from '../model/finding.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lower bounds of the age classes, oldest first, in milliseconds. */
export const ageBounds: readonly (readonly [Age, number])[] = [
  ['ge_90d', 90 * DAY],
  ['30d_90d', 30 * DAY],
  ['7d_30d', 7 * DAY],
  ['1d_7d', DAY],
  ['lt_1d', 0],
];

interface Class {
  count: number;
  /** Findings per hour in which they were first seen: ages are then read without touching each finding. */
  readonly hours: Map<number, number>;
  /** The same by team. */
  readonly teams: Map<string, Map<number, number>>;
  /** Earliest first-seen time; undefined when it must be worked out again. */
  oldest: number | undefined;
  readonly findings: Set<Finding>;
}

/** Sums over open findings, kept current by differences so that reading them does not depend on their number. */
export class Summary {
  readonly #classes = new Map<Severity, Class>();
  readonly #teams = new Map<string, Map<Severity, number>>();

  constructor() {
    for (const severity of severities) {
      this.#classes.set(severity, {
        count: 0,
        hours: new Map(),
        teams: new Map(),
        oldest: undefined,
        findings: new Set(),
      });
    }
  }

  add(finding: Finding): void {
    const sums = this.#class(finding.severity);
    if (sums.count === 0) sums.oldest = finding.firstSeen;
    else if (sums.oldest !== undefined) sums.oldest = Math.min(sums.oldest, finding.firstSeen);
    sums.count += 1;
    sums.findings.add(finding);
    count(sums, finding, 1);
    this.#addTeam(finding, 1);
  }

  remove(finding: Finding): void {
    const sums = this.#class(finding.severity);
    if (!sums.findings.delete(finding)) return;
    sums.count -= 1;
    if (sums.oldest === finding.firstSeen) sums.oldest = undefined;
    count(sums, finding, -1);
    this.#addTeam(finding, -1);
  }

  count(severity: Severity): number {
    return this.#class(severity).count;
  }

  /** Open findings of a severity; cheap for the few that are critical. */
  of(severity: Severity): ReadonlySet<Finding> {
    return this.#class(severity).findings;
  }

  /** First-seen time of the oldest open finding, in milliseconds. */
  oldest(severity: Severity): number | undefined {
    const sums = this.#class(severity);
    if (sums.count === 0) return undefined;
    if (sums.oldest === undefined) {
      let oldest = Infinity;
      for (const { firstSeen } of sums.findings) oldest = Math.min(oldest, firstSeen);
      sums.oldest = oldest;
    }
    return sums.oldest;
  }

  /** Open findings by age at `now`, to the hour. */
  ages(severity: Severity, now: number): Readonly<Record<Age, number>> {
    const ages: Record<Age, number> = { lt_1d: 0, '1d_7d': 0, '7d_30d': 0, '30d_90d': 0, ge_90d: 0 };
    for (const [hour, count] of this.#class(severity).hours) {
      const age = now - hour * HOUR - HOUR / 2;
      const [name] = ageBounds.find(([, bound]) => age >= bound) ?? ['lt_1d' as const];
      ages[name] += count;
    }
    return ages;
  }

  /** Open findings first seen more than `limit` milliseconds before `now`, to the hour. */
  olderThan(severity: Severity, limit: number, now: number): number {
    return olderIn(this.#class(severity).hours, limit, now);
  }

  /** Teams that have any such findings, with how many. */
  teamsOlderThan(severity: Severity, limit: number, now: number): ReadonlyMap<string, number> {
    const older = new Map<string, number>();
    // Most often there is none at all, and no team has to be looked at.
    if (this.olderThan(severity, limit, now) === 0) return older;
    for (const [team, hours] of this.#class(severity).teams) {
      const own = olderIn(hours, limit, now);
      if (own > 0) older.set(team, own);
    }
    return older;
  }

  /** Open critical and high findings per team. */
  teams(): ReadonlyMap<string, ReadonlyMap<Severity, number>> {
    return this.#teams;
  }

  #addTeam({ severity, team: { team } }: Finding, by: number): void {
    if (severity !== 'critical' && severity !== 'high') return;
    let sums = this.#teams.get(team);
    if (sums === undefined) this.#teams.set(team, (sums = new Map()));
    sums.set(severity, (sums.get(severity) ?? 0) + by);
    if ([...sums.values()].every((count) => count === 0)) this.#teams.delete(team);
  }

  #class(severity: Severity): Class {
    const sums = this.#classes.get(severity);
    if (sums === undefined) throw new Error(`${severity} is not a severity`);
    return sums;
  }
}

function olderIn(hours: ReadonlyMap<number, number>, limit: number, now: number): number {
  let older = 0;
  for (const [hour, number] of hours) if (now - hour * HOUR - HOUR / 2 > limit) older += number;
  return older;
}

function count({ hours, teams }: Class, { firstSeen, team: { team } }: Finding, by: 1 | -1): void {
  const hour = Math.floor(firstSeen / HOUR);
  const own = teams.get(team) ?? new Map<number, number>();
  teams.set(team, own);
  for (const counts of [hours, own]) {
    const now = (counts.get(hour) ?? 0) + by;
    if (now > 0) counts.set(hour, now);
    else counts.delete(hour);
  }
  if (own.size === 0) teams.delete(team);
}
