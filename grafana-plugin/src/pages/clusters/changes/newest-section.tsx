import { TextLink } from '@grafana/ui';
import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { linkTo } from '../../../routes.ts';
import { ObjectName } from '../../../shown/object-name.tsx';
import { OwnerName } from '../../../shown/owner-name.tsx';
import { PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { SeverityBadge } from '../../../shown/severity-badge.tsx';
import { TimeAgo } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';

/** The findings of a cluster that opened last. */
export function NewestSection({ cluster }: { readonly cluster: string }) {
  const findings = useAnswer('findings', {
    path: apiPath('findings'),
    query: { cluster: [cluster], sort: 'newest', limit: '10' },
    every: 30_000,
  });
  return (
    <Section
      title="Newest findings"
      actions={<TextLink href={linkTo('findings', [], { cluster: [cluster], sort: 'newest' })}>All findings</TextLink>}
    >
      <Answered answer={findings} of="Newest findings">
        {({ items }) =>
          items.length === 0 ? (
            <p>No finding is open in what can be seen.</p>
          ) : (
            <PlainTable caption="Findings that opened last" minWidth={720}>
              <thead>
                <tr>
                  <th scope="col">First seen</th>
                  <th scope="col">Severity</th>
                  <th scope="col">Finding</th>
                  <th scope="col">Object</th>
                  <th scope="col">Owner</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ id, firstSeen, estimated, severity, title, object, owner }) => (
                  <tr key={id}>
                    <td>
                      {firstSeen === undefined ? (
                        'no history'
                      ) : (
                        <TimeAgo at={firstSeen} estimated={estimated ?? false} />
                      )}
                    </td>
                    <td>
                      <SeverityBadge severity={severity} />
                    </td>
                    <th scope="row">
                      <TextLink href={linkTo('findings', [id])} inline>
                        {title}
                      </TextLink>
                    </th>
                    <td>
                      <ObjectName object={object} />
                    </td>
                    <td>
                      <OwnerName team={owner.team} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </PlainTable>
          )
        }
      </Answered>
    </Section>
  );
}
