import { TextLink } from '@grafana/ui';
import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { linkTo } from '../../../routes.ts';
import { CutList } from '../../../shown/cut-list.tsx';
import { ClusterText } from '../../../shown/cluster-text.tsx';
import { numberOf } from '../../../shown/count.ts';
import { NumberCell, PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { fullTime } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';

/** What is accepted in a cluster, by whom and until when. */
export function WaiversSection({ cluster }: { readonly cluster: string }) {
  const waivers = useAnswer('waivers', {
    path: apiPath('waivers'),
    query: { cluster: [cluster], limit: '100' },
    every: 60_000,
  });
  return (
    <Section
      title="Waivers"
      actions={
        <TextLink href={linkTo('findings', [], { cluster: [cluster], state: 'exempt' })}>Exempt findings</TextLink>
      }
    >
      <Answered answer={waivers} of="Waivers">
        {({ items, total }) =>
          items.length === 0 ? (
            <p>Nothing is waived in this cluster. What the platform explains is among exempt findings.</p>
          ) : (
            <>
              <PlainTable caption="Waivers" minWidth={760}>
                <thead>
                  <tr>
                    <th scope="col">Waiver</th>
                    <th scope="col">State</th>
                    <th scope="col">Checks</th>
                    <th scope="col">Accepts</th>
                    <th scope="col">Approved by</th>
                    <th scope="col">Ends</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ name, state, problem, reason, checks, matched, approver, expiresAt, source }) => (
                    <tr key={`${source.kind} ${name}`}>
                      <th scope="row">
                        <ClusterText text={name} most={80} />
                        <div>
                          <ClusterText text={reason ?? ''} />
                        </div>
                      </th>
                      <td>
                        {state}
                        {problem !== undefined && (
                          <div>
                            <ClusterText text={problem} />
                          </div>
                        )}
                      </td>
                      <td>
                        <ClusterText text={checks?.join(', ') ?? 'not told'} />
                      </td>
                      <NumberCell>{matched === undefined ? 'not told' : numberOf(matched)}</NumberCell>
                      <td>
                        <ClusterText text={approver ?? 'nobody'} most={80} />
                      </td>
                      <td>{expiresAt === undefined ? 'not told' : fullTime(expiresAt)}</td>
                    </tr>
                  ))}
                </tbody>
              </PlainTable>
              <CutList shown={items.length} total={total} />
            </>
          )
        }
      </Answered>
    </Section>
  );
}
