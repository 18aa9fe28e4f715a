import { TextLink } from '@grafana/ui';
import { useEffect, useRef } from 'react';
import type { ApiControl, ApiControlResult } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswers } from '../../api/use-answers.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf } from '../../shown/count.ts';
import { PlainTable } from '../../shown/plain-table.tsx';
import { Prose } from '../../shown/prose.tsx';
import { stateWords } from './control-words.ts';
import { openOf, type Opened } from './open-of.ts';

interface Props {
  readonly control: ApiControl;
  readonly clusters: readonly { readonly cluster: string; readonly result: ApiControlResult | undefined }[];
}

/** The checks that answer a control, with what is open of each in each cluster; or why none does. */
export function ControlDetail({ control, clusters }: Props) {
  const place = useRef<HTMLDivElement>(null);
  // A link to a control leads to it.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={place}>
      <Answering control={control} clusters={clusters} />
    </div>
  );
}

function Answering({ control, clusters }: Props) {
  if (control.checks.length === 0) {
    return (
      <p>
        {stateWords[control.state].means} <Prose text={control.reason ?? ''} />
      </p>
    );
  }
  return <ChecksOfControl control={control} clusters={clusters} />;
}

function ChecksOfControl({ control, clusters }: Props) {
  const groups = useAnswers(
    'findingGroups',
    clusters.map(({ cluster }) => ({
      path: apiPath('findings', 'groups'),
      query: { by: 'check', cluster: [cluster], check: control.checks, limit: '1000' },
      every: 60_000,
    })),
  );
  return (
    <>
      {control.reason !== undefined && (
        <p>
          <Prose text={control.reason} />
        </p>
      )}
      <PlainTable caption={`Checks of ${control.id}, open findings by cluster`} minWidth={320 + 120 * clusters.length}>
        <thead>
          <tr>
            <th scope="col">Check</th>
            {clusters.map(({ cluster }) => (
              <th key={cluster} scope="col">
                <ClusterText text={cluster} most={60} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {control.checks.map((check) => (
            <tr key={check}>
              <th scope="row">
                <TextLink href={linkTo('checks', [check])} inline>
                  {check}
                </TextLink>
                {control.optional.includes(check) && ' (only where it is asked for)'}
              </th>
              {clusters.map(({ cluster, result }, index) => {
                const { data, error } = groups[index] ?? {};
                const opened = openOf(check, result, data, error?.message);
                return (
                  <td key={cluster}>
                    <OpenFindings opened={opened} check={check} cluster={cluster} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  );
}

interface OpenProps {
  readonly opened: Opened;
  readonly check: string;
  readonly cluster: string;
}

function OpenFindings({ opened, check, cluster }: OpenProps) {
  switch (opened.kind) {
    case 'reading':
      return '…';
    case 'failed':
      return `not read: ${opened.problem}`;
    case 'off':
      return 'does not run here: unknown';
    case 'none':
      return opened.sure ? 'none open' : 'none known';
    case 'open':
      return (
        <TextLink
          href={linkTo('findings', [], { cluster: [cluster], check })}
          inline
          aria-label={`${counted(opened.count, 'open finding')} of ${check} in ${cluster}`}
        >
          {`${numberOf(opened.count)} open`}
        </TextLink>
      );
  }
}
