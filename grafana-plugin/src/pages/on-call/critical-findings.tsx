import { Badge, Stack, TextLink } from '@grafana/ui';
import type { ApiFinding, ApiFindingPage } from '#contract';
import { linkTo, type LinkQuery } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, totalOf } from '../../shown/count.ts';
import { ObjectName } from '../../shown/object-name.tsx';
import { OwnerContact, OwnerName } from '../../shown/owner-name.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { RunbookLink } from '../../shown/runbook-link.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { Quiet } from '../../states/quiet.tsx';
import type { Sight } from './certainty.ts';
import { alertBehind, isNew, newFirst } from './critical-order.ts';

interface Props {
  readonly page: ApiFindingPage;
  readonly query: LinkQuery;
  /** Undefined while it is not known what can be seen. */
  readonly sight: Sight | undefined;
  readonly narrowed: boolean;
}

/** Critical findings that are open: who owns them, since when, who changed the object, and where to go on. */
export function CriticalFindings({ page, query, sight, narrowed }: Props) {
  if (page.items.length === 0) return <NoneOpen sight={sight} narrowed={narrowed} />;
  const rows = page.items.toSorted(newFirst);
  const fresh = rows.filter(isNew).length;
  return (
    <Stack direction="column" gap={1}>
      <span>
        {totalOf(page.total)} open; of the {counted(rows.length, 'youngest', 'youngest')},{' '}
        {fresh === 0
          ? 'none is new since the baseline'
          : `${fresh} ${fresh === 1 ? 'is' : 'are'} new since the baseline`}
        .{' '}
        <TextLink href={linkTo('findings', [], query)} inline>
          All of them
        </TextLink>
      </span>
      <ListTable label="Active critical findings" columns={columns} rows={rows} keyOf={({ id }) => id} atFirst={10} />
    </Stack>
  );
}

function NoneOpen({ sight, narrowed }: Pick<Props, 'sight' | 'narrowed'>) {
  const whose = narrowed ? ' of your teams' : '';
  const unseen = sight === undefined ? undefined : sight.blind.length + sight.unread;
  if (unseen === 0)
    return <Quiet means="good">No critical finding{whose} is open, and every cluster is seen whole.</Quiet>;
  return (
    <Quiet means="unknown">
      No critical finding{whose} is open in what can be seen;{' '}
      {unseen === undefined ? 'whether that is everything is not known' : `${counted(unseen, 'cluster')} may hide some`}
      .
    </Quiet>
  );
}

const columns: readonly ListColumn<ApiFinding>[] = [
  {
    title: 'Finding',
    cell: (finding) => (
      <Stack direction="column" gap={0.25}>
        <TextLink href={linkTo('findings', [finding.id])} inline>
          {finding.title}
        </TextLink>
        <ObjectName object={finding.object} />
        <Marks finding={finding} />
      </Stack>
    ),
  },
  { title: 'Cluster', cell: ({ cluster }) => <ClusterText text={cluster} most={60} /> },
  { title: 'Open for', narrow: true, cell: (finding) => <Since finding={finding} /> },
  {
    title: 'Owner',
    cell: ({ owner }) => (
      <Stack direction="column" gap={0.25}>
        <OwnerName team={owner.team} />
        {owner.contact !== undefined && <OwnerContact contact={owner.contact} />}
      </Stack>
    ),
  },
  {
    title: 'Changed last by',
    cell: ({ changedBy }) =>
      changedBy === undefined ? (
        'not known'
      ) : (
        <span title="As the object names its field managers, which clients choose: a hint, and no proof.">
          <ClusterText text={changedBy.manager} most={60} /> ({changedBy.actor})
        </span>
      ),
  },
];

function Since({ finding: { firstSeen, estimated } }: { readonly finding: ApiFinding }) {
  if (firstSeen === undefined) return <>not known</>;
  return <TimeAgo at={firstSeen} estimated={estimated === true} span />;
}

function Marks({ finding }: { readonly finding: ApiFinding }) {
  const { windows = [] } = finding;
  return (
    <Stack direction="row" gap={0.5} wrap="wrap">
      {isNew(finding) ? <Badge color="red" text="New" /> : <Badge color="darkgrey" text="Backlog" />}
      {windows.map((id) => (
        <Badge key={id} color="blue" icon="clock-nine" text={`Opened during deploy ${id}`} />
      ))}
      <RunbookLink alert={alertBehind(finding)} />
    </Stack>
  );
}
