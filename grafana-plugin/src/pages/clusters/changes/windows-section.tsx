import type { ApiDeployWindow } from '#contract';
import { TextLink } from '@grafana/ui';
import { apiPath } from '../../../api/client.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { linkTo } from '../../../routes.ts';
import { ClusterText } from '../../../shown/cluster-text.tsx';
import { PlainTable } from '../../../shown/plain-table.tsx';
import { Section } from '../../../shown/section.tsx';
import { fullTime } from '../../../shown/time-ago.tsx';
import { Answered } from '../../../states/answered.tsx';

/** Deploy windows of a cluster: open ones, those to come, and those of the last week. */
export function WindowsSection({ cluster }: { readonly cluster: string }) {
  const windows = useAnswer('deployWindows', {
    path: apiPath('deploy-windows'),
    query: { cluster: [cluster], limit: '100' },
    every: 60_000,
  });
  return (
    <Section
      title="Deploy windows"
      description="Changes that somebody announced: what happens meanwhile is marked, and never hidden."
    >
      <Answered answer={windows} of="Deploy windows">
        {({ items }) =>
          items.length === 0 ? (
            <p>No window is open or announced, and none began in the last seven days.</p>
          ) : (
            <PlainTable caption="Deploy windows" minWidth={760}>
              <thead>
                <tr>
                  <th scope="col">Change</th>
                  <th scope="col">State</th>
                  <th scope="col">From</th>
                  <th scope="col">Until</th>
                  <th scope="col">Where</th>
                  <th scope="col">Announced by</th>
                </tr>
              </thead>
              <tbody>
                {items.map((window) => (
                  <tr key={`${window.changeId} ${window.from} ${window.source.kind}`}>
                    <th scope="row">
                      <TextLink href={linkTo('findings', [], { cluster: [cluster], window: [window.changeId] })} inline>
                        <ClusterText text={window.changeId} most={80} />
                      </TextLink>
                      <div>
                        <ClusterText text={window.reason} />
                      </div>
                    </th>
                    <td>
                      {window.state}
                      {why(window) !== undefined && (
                        <div>
                          <ClusterText text={why(window) ?? ''} />
                        </div>
                      )}
                    </td>
                    <td>{fullTime(window.from)}</td>
                    <td>{fullTime(window.until)}</td>
                    <td>
                      <ClusterText text={window.namespaces?.join(', ') ?? 'the whole cluster'} />
                    </td>
                    <td>
                      <ClusterText text={window.who} most={80} /> ({window.source.kind})
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

function why({ problem, closed }: ApiDeployWindow): string | undefined {
  return problem ?? closed;
}
