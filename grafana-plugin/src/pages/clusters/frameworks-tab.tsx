import { TextLink } from '@grafana/ui';
import type { ApiFrameworkResult, ApiFrameworkSummary } from '#contract';
import { apiPath } from '../../api/client.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useAnswers } from '../../api/use-answers.ts';
import { linkTo } from '../../routes.ts';
import { numberOf, percentOf } from '../../shown/count.ts';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { Section } from '../../shown/section.tsx';
import { Answered } from '../../states/answered.tsx';

/** A cluster against every framework. */
export function FrameworksTab({ cluster }: { readonly cluster: string }) {
  const frameworks = useAnswer('frameworks', { path: apiPath('frameworks'), query: { limit: '1000' } });
  return (
    <Section
      title="Frameworks"
      description="Controls by what this cluster shows for them. Manual ones are answered by no check: somebody has to look."
    >
      <Answered answer={frameworks} of="Frameworks">
        {({ items }) => <FrameworksTable cluster={cluster} frameworks={items} />}
      </Answered>
    </Section>
  );
}

interface TableProps {
  readonly cluster: string;
  readonly frameworks: readonly ApiFrameworkSummary[];
}

function FrameworksTable({ cluster, frameworks }: TableProps) {
  const answers = useAnswers(
    'clusterFramework',
    frameworks.map(({ id }) => ({ path: apiPath('clusters', cluster, 'frameworks', id) })),
  );
  return (
    <PlainTable caption={`Frameworks of ${cluster}`} minWidth={600} data-testid="cluster-frameworks">
      <thead>
        <tr>
          <th scope="col">Framework</th>
          <th scope="col">Score</th>
          <th scope="col">Fail</th>
          <th scope="col">Unknown</th>
          <th scope="col">Pass</th>
          <th scope="col">Exempt</th>
          <th scope="col">
            <abbr title="Not applicable">n/a</abbr>
          </th>
          <th scope="col">Manual</th>
        </tr>
      </thead>
      <tbody>
        {frameworks.map(({ id, title, version }, index) => (
          <tr key={id}>
            <th scope="row">
              <TextLink href={linkTo('compliance', [id], { cluster: [cluster] })} inline>
                {`${title} ${version}`}
              </TextLink>
            </th>
            <ResultCells result={answers[index]?.data} failure={answers[index]?.error} />
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

interface CellsProps {
  readonly result: ApiFrameworkResult | undefined;
  readonly failure: ApiFailure | null | undefined;
}

function ResultCells({ result, failure }: CellsProps) {
  if (result === undefined) {
    return <td colSpan={7}>{failure ? `Could not be read: ${failure.message}` : 'Reading'}</td>;
  }
  const { score, results } = result;
  return (
    <>
      <NumberCell>{score === undefined ? 'no verdict' : percentOf(score)}</NumberCell>
      <NumberCell>{numberOf(results.fail)}</NumberCell>
      <NumberCell>{numberOf(results.unknown)}</NumberCell>
      <NumberCell>{numberOf(results.pass)}</NumberCell>
      <NumberCell>{numberOf(results.exempt)}</NumberCell>
      <NumberCell>{numberOf(results.not_applicable)}</NumberCell>
      <NumberCell>{numberOf(results.manual)}</NumberCell>
    </>
  );
}
