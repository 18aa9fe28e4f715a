import { TextLink } from '@grafana/ui';
import type { ApiDeviation } from '#contract';
import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { linkTo } from '../../../routes.ts';
import { CutList } from '../../../shown/cut-list.tsx';
import { ClusterText } from '../../../shown/cluster-text.tsx';
import { counted } from '../../../shown/count.ts';
import { NothingWrong } from '../../../shown/empty.tsx';
import { ObjectName } from '../../../shown/object-name.tsx';
import { PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { TimeAgo } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';

/** What departs from the state of a cluster that somebody approved. */
export function BaselineSection({ cluster }: { readonly cluster: string }) {
  const baseline = useAnswer('baseline', { path: apiPath('clusters', cluster, 'baseline'), every: 60_000 });
  return (
    <Section title="Departures from the approved state">
      {baseline.error?.kind === 'not-found' ? (
        <p>
          No state of this cluster is approved, so nothing can depart from it. Approve the present one with{' '}
          <code>plumbline baseline set</code>.
        </p>
      ) : (
        <Answered answer={baseline} of="Approved state">
          {({ approver, verified, reason, at, objects, deviations }) => (
            <>
              <p>
                Approved <TimeAgo at={at} /> by <ClusterText text={approver} most={80} />
                {verified ? '' : ' (who asked did not prove to be them)'}: <ClusterText text={reason} />.{' '}
                {counted(objects, 'object')}, {counted(deviations, 'departure')}.
              </p>
              <Deviations cluster={cluster} />
            </>
          )}
        </Answered>
      )}
    </Section>
  );
}

function Deviations({ cluster }: { readonly cluster: string }) {
  const deviations = useAnswer('deviations', {
    path: apiPath('clusters', cluster, 'deviations'),
    query: { limit: '50' },
    every: 60_000,
  });
  return (
    <Answered answer={deviations} of="Departures">
      {({ items, total }) =>
        items.length === 0 ? (
          <NothingWrong message="The cluster is as approved" />
        ) : (
          <>
            <PlainTable caption="Objects that depart from the approved state" minWidth={640}>
              <thead>
                <tr>
                  <th scope="col">Object</th>
                  <th scope="col">What</th>
                  <th scope="col">Since</th>
                  <th scope="col">Checks that fail and were not approved to</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ object, what, since, checks }) => (
                  <tr key={`${object.kind} ${object.namespace ?? ''} ${object.name}`}>
                    <th scope="row">
                      <ObjectName object={object} />
                    </th>
                    <td>{deviationWords[what]}</td>
                    <td>
                      <TimeAgo at={since} />
                    </td>
                    <td>
                      {checks.length === 0
                        ? 'none'
                        : checks.map((check) => (
                            <div key={check}>
                              <TextLink
                                inline
                                href={linkTo('findings', [], { cluster: [cluster], check, q: object.name })}
                              >
                                {check}
                              </TextLink>
                            </div>
                          ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </PlainTable>
            <CutList shown={items.length} total={total} />
          </>
        )
      }
    </Answered>
  );
}

const deviationWords: Readonly<Record<ApiDeviation['what'], string>> = {
  added: 'was not there',
  removed: 'is gone',
  changed: 'is another',
  worse: 'is as it was, and fails more',
};
