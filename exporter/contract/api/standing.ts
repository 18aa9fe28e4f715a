import type { ApiCluster } from './cluster.ts';

/** How a cluster stands in a word, those that need somebody first. Only fresh and complete data can make it clean. */
export const standings = ['not-clean', 'unknown', 'clean'] as const;
export type Standing = (typeof standings)[number];

/** What how a cluster stands is told from. */
export type StandingInput = Pick<ApiCluster, 'watched' | 'up' | 'ready' | 'clean'> & { readonly critical: number };

/** How a cluster stands: what is not known is never good, and what was bad when it was last seen still is. */
export function standingIn({ watched, up, ready, clean, critical }: StandingInput): Standing {
  if (critical > 0) return 'not-clean';
  if (!watched || !up || !ready) return 'unknown';
  return clean ? 'clean' : 'not-clean';
}
