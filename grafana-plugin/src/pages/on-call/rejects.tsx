import { Stack } from '@grafana/ui';
import type { ApiReject, ApiRejectPage } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted } from '../../shown/count.ts';
import { OwnerName } from '../../shown/owner-name.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { Quiet } from '../../states/quiet.tsx';
import { sightOfRejects } from './reject-sources.ts';

/** What admission refused lately, and where it could not be seen whether it refused anything. */
export function Rejects({ page }: { readonly page: ApiRejectPage }) {
  const { seen, unseen } = sightOfRejects(page.sources);
  return (
    <Stack direction="column" gap={1}>
      {page.items.length > 0 && (
        <ListTable label="Admission rejects" columns={columns} rows={page.items} keyOf={({ id }) => id} atFirst={5} />
      )}
      {page.items.length === 0 && seen.length > 0 && (
        <Quiet means="none">
          Nothing was refused that is remembered, in {counted(seen.length, 'cluster')} whose denials can be seen.
        </Quiet>
      )}
      {(unseen.length > 0 || page.sources.length === 0) && (
        <Quiet means="unknown">
          {unseen.length === 0
            ? 'No cluster tells of denials: that none are listed is no good news.'
            : 'Denials cannot be seen in these clusters, so that none are listed is no good news:'}
          <ul>
            {unseen.map(({ cluster, why }) => (
              <li key={cluster}>
                <ClusterText text={cluster} most={60} />: <ClusterText text={why} />
              </li>
            ))}
          </ul>
        </Quiet>
      )}
    </Stack>
  );
}

const columns: readonly ListColumn<ApiReject>[] = [
  {
    title: 'Refused',
    cell: ({ object, owner, cluster }) => (
      <>
        {object.kind} of {owner.kind} <ClusterText text={`${object.namespace}/${owner.name}`} /> in{' '}
        <ClusterText text={cluster} most={60} />
      </>
    ),
  },
  { title: 'Because', cell: ({ reason }) => <ClusterText text={reason} most={240} /> },
  {
    title: 'By',
    cell: ({ engine, policies }) => (
      <>
        {engine} <ClusterText text={policies.join(', ')} most={120} />
      </>
    ),
  },
  { title: 'Owner', cell: ({ owner }) => <OwnerName team={owner.team} /> },
  { title: 'Attempts', narrow: true, cell: ({ attempts }) => attempts },
  { title: 'Last', narrow: true, cell: ({ lastSeen }) => <TimeAgo at={lastSeen} /> },
];
