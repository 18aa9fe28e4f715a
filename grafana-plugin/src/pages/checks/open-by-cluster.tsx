import { TextLink } from '@grafana/ui';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf, totalOf } from '../../shown/count.ts';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { Section } from '../../shown/section.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { Answered } from '../../states/answered.tsx';

/** Open findings of a check, cluster by cluster. */
export function OpenByCluster({ check }: { readonly check: string }) {
  const groups = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { by: 'cluster', check, limit: '100' },
    every: 60_000,
  });
  return (
    <Section title="Open findings">
      <Answered answer={groups} of="Open findings">
        {({ items, groups: clusters, findings }) =>
          items.length === 0 ? (
            <p>
              None is open in what can be seen. Clusters in which the check does not run, or not all is seen, may have
              some.
            </p>
          ) : (
            <>
              <p>
                {totalOf(findings)} in {counted(clusters, 'cluster')}.
              </p>
              <PlainTable caption="Open findings by cluster, most first" minWidth={360} data-testid="open-by-cluster">
                <thead>
                  <tr>
                    <th scope="col">Cluster</th>
                    <th scope="col">Open findings</th>
                    <th scope="col">Oldest first seen</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ key, total, oldest }) => (
                    <tr key={key}>
                      <th scope="row">
                        <TextLink href={linkTo('clusters', [key])} inline>
                          <ClusterText text={key} most={80} />
                        </TextLink>
                      </th>
                      <NumberCell>
                        <TextLink
                          href={linkTo('findings', [], { cluster: [key], check })}
                          inline
                          aria-label={`${counted(total, 'open finding')} in ${key}`}
                        >
                          {totalOf(total)}
                        </TextLink>
                      </NumberCell>
                      <td>{oldest === undefined ? 'no history' : <TimeAgo at={oldest} />}</td>
                    </tr>
                  ))}
                </tbody>
              </PlainTable>
              {clusters > items.length && (
                <p>
                  The {items.length} clusters with the most, of {numberOf(clusters)}.
                </p>
              )}
            </>
          )
        }
      </Answered>
    </Section>
  );
}
