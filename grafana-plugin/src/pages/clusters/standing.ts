import type { ApiCluster } from '#contract';

/** How a cluster stands in a word: only fresh and complete data can make it clean, and what is not known is never good. */
export type Standing = 'clean' | 'not-clean' | 'unknown';

/** A word on how a cluster stands, and the sentences behind it. */
export interface StandingInWords {
  readonly standing: Standing;
  readonly label: string;
  readonly reasons: readonly string[];
}

/** Puts how a cluster stands into words. */
export function standingOf(cluster: ApiCluster): StandingInWords {
  if (!cluster.watched) {
    return { standing: 'unknown', label: 'Not watched', reasons: ['It is expected, and no exporter reports on it.'] };
  }
  if (!cluster.up) {
    return {
      standing: 'unknown',
      label: 'Out of reach',
      reasons: [cluster.problem ?? 'Its API server does not answer.'],
    };
  }
  if (!cluster.ready) {
    return { standing: 'unknown', label: 'Being read', reasons: ['Not every kind has been listed yet.'] };
  }
  // What is open and critical is bad whatever else cannot be seen.
  if (cluster.findings.critical > 0) return { standing: 'not-clean', label: 'Not clean', reasons: cluster.notClean };
  if (cluster.clean) return { standing: 'clean', label: 'Clean', reasons: [] };
  return { standing: 'not-clean', label: 'Not clean', reasons: cluster.notClean };
}

const rank: Readonly<Record<Standing, number>> = { 'not-clean': 0, unknown: 1, clean: 2 };

/** Orders clusters so that those that need somebody come first: not clean, unknown, then by critical and high findings and score. */
export function worstFirst(a: ApiCluster, b: ApiCluster): number {
  return (
    rank[standingOf(a).standing] - rank[standingOf(b).standing] ||
    b.findings.critical - a.findings.critical ||
    b.findings.high - a.findings.high ||
    (a.score ?? 0) - (b.score ?? 0) ||
    a.name.localeCompare(b.name)
  );
}
