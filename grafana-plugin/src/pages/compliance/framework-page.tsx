import { PluginPage } from '@grafana/runtime';
import { LinkButton } from '@grafana/ui';
import { useParams } from 'react-router-dom';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { useSearch } from '../../app/use-search.ts';
import { lineOf } from '../../shown/safe-text.ts';
import { Answered } from '../../states/answered.tsx';
import { FrameworkMatrix } from './framework-matrix.tsx';

/** Clusters that are compared where nobody chose any, and at most. */
const compared = { unasked: '5', most: 12 } as const;

/** One framework: its controls, and how clusters stand to them. */
export function FrameworkPage() {
  const { framework: id = '' } = useParams();
  const { list } = useSearch();
  const chosen = list('cluster');
  const framework = useAnswer('framework', { path: apiPath('frameworks', id) });
  const worst = useAnswer('clusters', {
    path: apiPath('clusters'),
    query: { sort: 'worst', limit: compared.unasked },
    enabled: chosen.length === 0,
  });
  return (
    <PluginPage
      pageNav={{
        text: framework.data === undefined ? lineOf(id) : `${framework.data.title} ${framework.data.version}`,
        parentItem: { text: 'Compliance', url: linkTo('compliance') },
      }}
      actions={
        <LinkButton variant="secondary" size="sm" href={linkTo('findings', [], { framework: id, cluster: chosen })}>
          Findings
        </LinkButton>
      }
    >
      <Answered answer={framework} of="The framework">
        {(data) =>
          chosen.length > 0 ? (
            <FrameworkMatrix
              framework={data}
              clusters={chosen.slice(0, compared.most)}
              left={chosen.length - compared.most}
            />
          ) : (
            <Answered answer={worst} of="Clusters">
              {({ items, total }) => (
                <FrameworkMatrix
                  framework={data}
                  clusters={items.filter(({ watched }) => watched).map(({ name }) => name)}
                  left={total - items.length}
                />
              )}
            </Answered>
          )
        }
      </Answered>
    </PluginPage>
  );
}
