import { TextLink } from '@grafana/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiCluster, ApiFindingGroups } from '#contract';
import type { ApiFailure } from '../../../api/failure.ts';
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
import { differencesInWords, differencesSince } from './since-yesterday.ts';

interface Props {
  readonly cluster: ApiCluster;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The findings of a cluster that opened last, and how many more or fewer there are than a day ago. */
export function NewestSection({ cluster: { name: cluster, findings: open, baseline } }: Props) {
  const [yesterday] = useState(() => new Date(Math.floor((Date.now() - dayMs) / minuteMs) * minuteMs).toISOString());
  const wasKnown = baseline !== undefined && Date.parse(baseline) <= Date.parse(yesterday);
  const before = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { by: 'severity', cluster: [cluster], at: yesterday },
    // What nobody can remember is not asked for.
    enabled: wasKnown,
  });
  const findings = useAnswer('findings', {
    path: apiPath('findings'),
    query: { cluster: [cluster], sort: 'newest', limit: '10' },
    every: 30_000,
  });
  return (
    <Section
      title="Newest findings"
      description={wasKnown ? compared(before, open) : differencesInWords(undefined)}
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

function compared(before: UseQueryResult<ApiFindingGroups, ApiFailure>, open: ApiCluster['findings']): string {
  if (before.data !== undefined) return differencesInWords(differencesSince(before.data, open));
  // A store that was lost remembers less than the cluster has been known.
  if (before.error?.problem?.parameter === 'at') return differencesInWords(undefined);
  return before.isError ? `What was open 24 hours ago could not be read: ${before.error.message}` : 'Reading';
}
