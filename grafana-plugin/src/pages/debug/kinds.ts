import type { ApiCluster, KindStatus } from '#contract';

type Kind = ApiCluster['kinds'][number];

/** What a kind is read as, and what that means for what is told of it. */
export const kindWords: Readonly<Record<KindStatus, { readonly label: string; readonly means: string }>> = {
  synced: { label: 'in sync', means: 'Changes arrive as they happen.' },
  absent: { label: 'not served', means: 'The cluster has no such kind, which is a complete answer.' },
  pending: { label: 'being read', means: 'Not listed yet: what checks say of it is unknown.' },
  stale: { label: 'out of date', means: 'Once read, and not followed now: what is told of it may have changed.' },
  forbidden: { label: 'not allowed', means: 'The exporter may not read it: what checks say of it is unknown.' },
};

const urgency: Readonly<Record<KindStatus, number>> = { forbidden: 0, stale: 1, pending: 2, synced: 3, absent: 4 };

/** Kinds of a cluster that somebody has to do something about, the most urgent first. */
export function gapsOf({ kinds }: Pick<ApiCluster, 'kinds'>): readonly Kind[] {
  return kinds
    .filter(({ status }) => urgency[status] < urgency.synced)
    .toSorted((a, b) => urgency[a.status] - urgency[b.status] || a.resource.localeCompare(b.resource));
}

/** All kinds: gaps first, then the largest. */
export function kindsInOrder({ kinds }: Pick<ApiCluster, 'kinds'>): readonly Kind[] {
  return kinds.toSorted(
    (a, b) => urgency[a.status] - urgency[b.status] || b.objects - a.objects || a.resource.localeCompare(b.resource),
  );
}

/** What mends a gap, where its reason does not say so itself. */
export function remedyOf({ status, reason }: Kind): string {
  if (reason !== undefined && reason !== '') return reason;
  switch (status) {
    case 'forbidden':
      return 'Grant the exporter get, list and watch on it: the rules of the chart name every kind that checks need.';
    case 'stale':
      return 'See the requests, watches and relists below for what the API server answers.';
    case 'pending':
      return 'Wait for the first list; a large kind takes a minute.';
    default:
      return '';
  }
}
