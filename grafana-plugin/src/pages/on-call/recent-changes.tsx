import { Badge, Stack } from '@grafana/ui';
import type { ApiDriftEvent } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { ObjectName } from '../../shown/object-name.tsx';
import { OwnerName } from '../../shown/owner-name.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';

/** Changes past GitOps: what, by whom, in which fields. */
export function RecentChanges({ events }: { readonly events: readonly ApiDriftEvent[] }) {
  return <ListTable label="Changes past GitOps" columns={columns} rows={events} keyOf={({ id }) => id} atFirst={8} />;
}

const steps: Readonly<Record<ApiDriftEvent['what'], string>> = {
  changed: 'changed',
  reconciled: 'set back by GitOps',
  reverted: 'set back by hand',
};

const columns: readonly ListColumn<ApiDriftEvent>[] = [
  {
    title: 'Object',
    cell: ({ object, scope }) => (
      <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
        <ObjectName object={object} />
        {scope === 'security' && <Badge color="orange" text="bears on security" />}
      </Stack>
    ),
  },
  { title: 'Cluster', cell: ({ cluster }) => <ClusterText text={cluster} most={60} /> },
  { title: 'What', narrow: true, cell: ({ what }) => steps[what] },
  {
    title: 'By',
    cell: ({ actor, managers }) => (
      <span title="As the object names its field managers, which clients choose: a hint, and no proof.">
        {managers.length === 0 ? 'no trace' : <ClusterText text={managers.join(', ')} most={80} />} ({actor})
      </span>
    ),
  },
  {
    title: 'Fields',
    cell: ({ fields, moreFields }) => (
      <>
        <ClusterText text={fields.slice(0, 3).join(', ')} code />
        {fields.length + moreFields > 3 && ` and ${fields.length + moreFields - 3} more`}
      </>
    ),
  },
  { title: 'Owner', cell: ({ team }) => <OwnerName team={team} /> },
  { title: 'When', narrow: true, cell: ({ at, notBefore }) => <TimeAgo at={at} estimated={notBefore !== undefined} /> },
];
