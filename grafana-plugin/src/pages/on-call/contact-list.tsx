import { Stack, TextLink } from '@grafana/ui';
import { unowned } from '#contract';
import { linkTo } from '../../routes.ts';
import { OwnerContact, OwnerName } from '../../shown/owner-name.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { counted } from '../../shown/count.ts';
import { Quiet } from '../../states/quiet.tsx';
import type { TeamContact } from './contacts.ts';

interface Props {
  readonly teams: readonly TeamContact[];
  readonly ownerless: number;
  readonly clusters: readonly string[];
}

/** Teams with critical findings and how they are reached; and what nobody is named for. */
export function ContactList({ teams, ownerless, clusters }: Props) {
  return (
    <Stack direction="column" gap={1}>
      {teams.length > 0 && (
        <ListTable label="Owner contacts" columns={columns} rows={teams} keyOf={({ team }) => team} />
      )}
      {ownerless > 0 && (
        <Quiet means="unknown">
          For {counted(ownerless, 'critical finding')} nobody is named.{' '}
          <TextLink href={linkTo('findings', [], { owner: unowned, severity: 'critical', cluster: clusters })} inline>
            Show them
          </TextLink>
        </Quiet>
      )}
      {teams.length === 0 && ownerless === 0 && <Quiet means="none">No team has a critical finding.</Quiet>}
    </Stack>
  );
}

const columns: readonly ListColumn<TeamContact>[] = [
  { title: 'Team', cell: ({ team }) => <OwnerName team={team} /> },
  {
    title: 'Critical',
    narrow: true,
    cell: ({ team, open }) => (
      <TextLink href={linkTo('findings', [], { owner: team, severity: 'critical' })} inline>
        {String(open)}
      </TextLink>
    ),
  },
  {
    title: 'Contact',
    cell: ({ contact, looked }) => (looked ? <OwnerContact contact={contact} /> : 'with its findings'),
  },
];
