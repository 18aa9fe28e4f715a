import { counted } from '../../shown/count.ts';
import type { Doubt, Standing } from './doubts.ts';

/** Whether an empty list of findings is good news. */
export type Certainty =
  | { readonly kind: 'certain'; readonly clusters: number; readonly why: '' }
  | { readonly kind: 'doubtful'; readonly why: string };

/** What is known of the clusters that a list is about; `clusters` is undefined while, or where, nothing could be asked. */
export function certaintyOf(clusters: readonly Standing[] | undefined, doubts: readonly Doubt[]): Certainty {
  if (clusters === undefined)
    return { kind: 'doubtful', why: 'Whether the clusters are fresh and complete is not known.' };
  if (clusters.length === 0) return { kind: 'doubtful', why: 'No cluster is watched yet.' };
  const doubted = new Set(doubts.map(({ cluster }) => cluster));
  if (doubted.size === 0) return { kind: 'certain', clusters: clusters.length, why: '' };
  return {
    kind: 'doubtful',
    why: `${counted(doubted.size, 'cluster')} of ${clusters.length} ${doubted.size === 1 ? 'is' : 'are'} out of date or incomplete; see above.`,
  };
}
