import { PluginPage } from '@grafana/runtime';
import { LinkButton } from '@grafana/ui';
import { useParams } from 'react-router-dom';
import type { ApiCheck } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { lineOf } from '../../shown/safe-text.ts';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { Answered } from '../../states/answered.tsx';
import { CheckExamples } from './check-examples.tsx';
import { CheckReach } from './check-reach.tsx';
import { CheckRemedy } from './check-remedy.tsx';
import { OpenByCluster } from './open-by-cluster.tsx';

/** One check: why, how to mend what it finds, what it looks at, and where it finds something. */
export function CheckPage() {
  const { check: id = '' } = useParams();
  const check = useAnswer('check', { path: apiPath('checks', id) });
  return (
    <PluginPage
      pageNav={{ text: check.data?.title ?? lineOf(id), parentItem: { text: 'Checks', url: linkTo('checks') } }}
      {...(check.data !== undefined && { info: infoOf(check.data) })}
      actions={
        <LinkButton variant="secondary" size="sm" href={linkTo('findings', [], { check: id })}>
          Findings
        </LinkButton>
      }
    >
      <Answered answer={check} of="The check">
        {(data) => (
          <>
            <CheckRemedy check={data} />
            <OpenByCluster check={data.id} />
            <CheckReach check={data} />
            <CheckExamples check={data} />
          </>
        )}
      </Answered>
    </PluginPage>
  );
}

function infoOf({ id, severity, category }: ApiCheck) {
  return [
    { label: 'Severity', value: <SeverityBadge severity={severity} /> },
    { label: 'Category', value: category },
    { label: 'Id', value: <code>{id}</code> },
  ];
}
