import { textUtil } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { TextLink } from '@grafana/ui';
import type { ApiFrameworkSummary } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { numberOf } from '../../shown/count.ts';
import { NothingKnown } from '../../shown/empty.tsx';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { Answered } from '../../states/answered.tsx';
import { CoverageBar } from './coverage-bar.tsx';

/** Frameworks, and how far checks answer each. */
export function CompliancePage() {
  const frameworks = useAnswer('frameworks', { path: apiPath('frameworks'), query: { limit: '1000' } });
  return (
    <PluginPage
      pageNav={{ text: 'Compliance' }}
      subTitle="How far checks answer each framework. Open one to see how clusters stand to its controls."
    >
      <Answered answer={frameworks} of="Frameworks">
        {({ items }) =>
          items.length === 0 ? (
            <NothingKnown message="The exporter knows no framework" />
          ) : (
            <FrameworksTable frameworks={items} />
          )
        }
      </Answered>
    </PluginPage>
  );
}

function FrameworksTable({ frameworks }: { readonly frameworks: readonly ApiFrameworkSummary[] }) {
  return (
    <PlainTable caption="Frameworks" minWidth={640} data-testid="frameworks">
      <thead>
        <tr>
          <th scope="col">Framework</th>
          <th scope="col">Version</th>
          <th scope="col">Controls</th>
          <th scope="col">How far checks answer them</th>
          <th scope="col">Checks</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {frameworks.map(({ id, title, version, source, controls, states, checks }) => (
          <tr key={id} data-framework={id}>
            <th scope="row">
              <TextLink href={linkTo('compliance', [id])} inline weight="medium">
                {title}
              </TextLink>
            </th>
            <td>{version}</td>
            <NumberCell>{numberOf(controls)}</NumberCell>
            <td>
              <CoverageBar states={states} controls={controls} />
            </td>
            <NumberCell>
              <TextLink
                href={linkTo('checks', [], { framework: id })}
                inline
                aria-label={`${checks} checks of ${title}`}
              >
                {numberOf(checks)}
              </TextLink>
            </NumberCell>
            <td>
              {source === '' ? (
                'not public'
              ) : (
                <TextLink href={textUtil.sanitizeUrl(source)} external inline aria-label={`Original of ${title}`}>
                  original
                </TextLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}
