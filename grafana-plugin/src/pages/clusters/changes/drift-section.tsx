import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { CutList } from '../../../shown/cut-list.tsx';
import { ClusterText } from '../../../shown/cluster-text.tsx';
import { ObjectName } from '../../../shown/object-name.tsx';
import { OwnerName } from '../../../shown/owner-name.tsx';
import { PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { TimeAgo } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';

/** Objects that differ now from what GitOps applied. */
export function DriftSection({ cluster }: { readonly cluster: string }) {
  const drifted = useAnswer('clusterDrift', {
    path: apiPath('clusters', cluster, 'drift'),
    query: { limit: '50' },
    every: 60_000,
  });
  return (
    <Section
      title="Changed past GitOps"
      description="Objects that differ now from what GitOps last applied. Who changed them is what field managers are called: evidence, not proof."
    >
      <Answered answer={drifted} of="Drifted objects">
        {({ items, total }) =>
          items.length === 0 ? (
            <p>No object that GitOps manages is known to differ. What GitOps does not manage is not in this list.</p>
          ) : (
            <>
              <PlainTable caption="Objects that differ from what GitOps applied" minWidth={760}>
                <thead>
                  <tr>
                    <th scope="col">Object</th>
                    <th scope="col">Since</th>
                    <th scope="col">Last changed by</th>
                    <th scope="col">Fields</th>
                    <th scope="col">Application</th>
                    <th scope="col">Owner</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(
                    ({ object, since, actor, managers, scope, fields, moreFields, tool, application, team }) => (
                      <tr key={`${object.kind} ${object.namespace ?? ''} ${object.name}`}>
                        <th scope="row">
                          <ObjectName object={object} />
                        </th>
                        <td>
                          <TimeAgo at={since} />
                        </td>
                        <td>
                          <ClusterText text={managers.length === 0 ? 'unknown' : managers.join(', ')} most={80} /> (
                          {actor})
                        </td>
                        <td>
                          {scope === 'security' && <strong>matters for security: </strong>}
                          {fields.length === 0 ? 'not told' : <ClusterText text={fields.join(', ')} most={160} code />}
                          {moreFields > 0 && ` and ${moreFields} more`}
                        </td>
                        <td>
                          <ClusterText text={application} most={80} /> ({tool})
                        </td>
                        <td>
                          <OwnerName team={team} />
                        </td>
                      </tr>
                    ),
                  )}
                </tbody>
              </PlainTable>
              <CutList shown={items.length} total={total} latest />
            </>
          )
        }
      </Answered>
    </Section>
  );
}
