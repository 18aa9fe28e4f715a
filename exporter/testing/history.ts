import { afterRevision, type ChangePlace, type FindingStore, type RevisedTransition } from '../findings/store.ts';

/** Everything that was committed to a cluster after a revision, read page by page. */
export async function historyOf(
  store: FindingStore,
  clusterId: string,
  since = 0,
  limit = 1_000,
): Promise<readonly RevisedTransition[]> {
  const found: RevisedTransition[] = [];
  for (let from: ChangePlace | undefined = afterRevision(since); from !== undefined;) {
    const { items, next } = await store.changes(clusterId, from, limit);
    found.push(...items);
    from = next;
  }
  return found;
}
