import { Badge, type BadgeColor, Stack } from '@grafana/ui';
import type { ApiAlert } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { ObjectName } from '../../shown/object-name.tsx';
import { OwnerName } from '../../shown/owner-name.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { RunbookLink } from '../../shown/runbook-link.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { useNow } from '../../shown/use-now.ts';
import { type VerdictInWords, verdictOf } from './alert-words.ts';

/** Alerts that reached people, each with what is known of its worth. */
export function Alerts({ label, alerts }: { readonly label: string; readonly alerts: readonly ApiAlert[] }) {
  return (
    <ListTable
      label={label}
      columns={columns}
      rows={alerts}
      keyOf={({ fingerprint, startsAt }) => `${fingerprint} ${startsAt}`}
      atFirst={8}
    />
  );
}

const columns: readonly ListColumn<ApiAlert>[] = [
  {
    title: 'Alert',
    cell: ({ alertname, summary, notify }) => (
      <Stack direction="column" gap={0.25}>
        <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
          <ClusterText text={alertname} code />
          <Badge color={notify === 'page' ? 'red' : 'darkgrey'} text={notify === 'none' ? 'reaches nobody' : notify} />
          <RunbookLink alert={alertname} />
        </Stack>
        {summary !== undefined && <ClusterText text={summary} />}
      </Stack>
    ),
  },
  { title: 'Cluster', cell: ({ cluster }) => <ClusterText text={cluster} most={60} /> },
  { title: 'Object', cell: ({ object }) => (object === undefined ? 'none' : <ObjectName object={object} />) },
  { title: 'Owner', cell: ({ owner }) => <OwnerName team={owner ?? ''} /> },
  { title: 'Began', narrow: true, cell: ({ startsAt }) => <TimeAgo at={startsAt} /> },
  {
    title: 'Ended',
    narrow: true,
    cell: ({ endsAt }) => (endsAt === undefined ? 'still firing' : <TimeAgo at={endsAt} />),
  },
  { title: 'Verdict', cell: (alert) => <Verdict alert={alert} /> },
];

const colours: Readonly<Record<VerdictInWords['state'], BadgeColor>> = {
  'not-yet': 'darkgrey',
  wanted: 'orange',
  judged: 'blue',
  counted: 'darkgrey',
  'not-needed': 'darkgrey',
};

function Verdict({ alert }: { readonly alert: ApiAlert }) {
  const { state, text } = verdictOf(alert, useNow());
  return <Badge color={colours[state]} text={text} />;
}
