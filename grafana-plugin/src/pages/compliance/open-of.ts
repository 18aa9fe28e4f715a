import type { ApiControlResult, ApiFindingGroups } from '#contract';

/** What is known of the open findings of a check in a cluster. */
export type Opened =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly problem: string }
  /** The check does not run there. */
  | { readonly kind: 'off' }
  /** `sure` where nothing of the control is unknown in the cluster. */
  | { readonly kind: 'none'; readonly sure: boolean }
  | { readonly kind: 'open'; readonly count: number };

/** Reads what is open of a check from findings counted by check; that none is listed is good news only where all was seen. */
export function openOf(
  check: string,
  result: ApiControlResult | undefined,
  groups: ApiFindingGroups | undefined,
  problem: string | undefined,
): Opened {
  const count = groups?.items.find(({ key }) => key === check)?.total ?? 0;
  if (count > 0) return { kind: 'open', count };
  if (result?.off.includes(check) === true) return { kind: 'off' };
  if (groups === undefined) return problem === undefined ? { kind: 'reading' } : { kind: 'failed', problem };
  return { kind: 'none', sure: result !== undefined && result.counts.unknown === 0 && result.result !== 'unknown' };
}
