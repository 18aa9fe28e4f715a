import type { ApiKind, KindStatus } from '#contract';

/** Kinds by what can be said of them; those in the way of knowing come first. */
export interface KindGroups {
  /** Forbidden, stale and pending: what they hold is not known. */
  readonly unseen: readonly ApiKind[];
  readonly seen: readonly ApiKind[];
  /** Not served by the cluster, which is a complete answer. */
  readonly absent: readonly ApiKind[];
}

/** What each status of a kind means for what is known. */
export const kindWords: Readonly<Record<KindStatus, string>> = {
  forbidden: 'The exporter may not list it: grant it get, list and watch.',
  stale: 'Nothing has been heard of it for too long: what is shown was true once.',
  pending: 'It has not been listed whole yet.',
  synced: 'Seen and kept up with.',
  absent: 'The cluster does not serve it.',
};

const order: readonly KindStatus[] = ['forbidden', 'stale', 'pending'];

/** Tells kinds that cannot be seen from those that can, and from those that do not exist. */
export function groupsOf(kinds: readonly ApiKind[]): KindGroups {
  const byName = kinds.toSorted((a, b) => a.resource.localeCompare(b.resource));
  return {
    unseen: byName
      .filter(({ status }) => order.includes(status))
      .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status)),
    seen: byName.filter(({ status }) => status === 'synced'),
    absent: byName.filter(({ status }) => status === 'absent'),
  };
}
