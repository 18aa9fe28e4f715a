import { Stack } from '@grafana/ui';
import type { ApiCluster, ApiKind } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf, percentOf } from '../../shown/count.ts';
import { NothingKnown, NothingWrong } from '../../shown/empty.tsx';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { Section } from '../../shown/section.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { groupsOf, kindWords } from './kind-groups.ts';

/** What of a cluster can be seen, and what cannot and why. */
export function KindsTab({ cluster }: { readonly cluster: ApiCluster }) {
  const { unseen, seen, absent } = groupsOf(cluster.kinds);
  const { results, coverage } = cluster;
  return (
    <>
      <Section
        title="What cannot be seen"
        description={
          <>
            {percentOf(coverage)} of what the checks ask has a verdict; {numberOf(results.unknown + results.error)}{' '}
            results are unknown, {numberOf(results.error)} of them because a check failed itself. What is unknown is not
            passed.
          </>
        }
      >
        {cluster.kinds.length === 0 ? (
          <NothingKnown message="No kind of this cluster has been read yet" />
        ) : unseen.length === 0 ? (
          <NothingWrong message="Every kind that checks need is seen" />
        ) : (
          <KindsTable kinds={unseen} caption="Kinds that cannot be seen" />
        )}
      </Section>
      {(seen.length > 0 || absent.length > 0) && (
        <Section title="What is seen">
          <Stack direction="column" gap={1}>
            <details>
              <summary>{counted(seen.length, 'kind')} seen and kept up with</summary>
              <KindsTable kinds={seen} caption="Kinds that are seen" />
            </details>
            <details>
              <summary>{counted(absent.length, 'kind')} that this cluster does not serve</summary>
              <KindsTable kinds={absent} caption="Kinds that are not served" />
            </details>
          </Stack>
        </Section>
      )}
    </>
  );
}

function KindsTable({ kinds, caption }: { readonly kinds: readonly ApiKind[]; readonly caption: string }) {
  return (
    <PlainTable caption={caption} minWidth={560} data-testid="kinds">
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">Status</th>
          <th scope="col">Why</th>
          <th scope="col">Objects</th>
          <th scope="col">Last event</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ resource, status, reason, objects, lastEvent }) => (
          <tr key={resource} data-kind={resource}>
            <th scope="row">
              <ClusterText text={resource} most={80} />
            </th>
            <td>{status}</td>
            <td>
              {kindWords[status]}
              {reason !== undefined && (
                <div>
                  <ClusterText text={reason} most={600} />
                </div>
              )}
            </td>
            <NumberCell>{status === 'synced' ? numberOf(objects) : 'unknown'}</NumberCell>
            <td>{lastEvent === undefined ? 'none yet' : <TimeAgo at={lastEvent} />}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}
