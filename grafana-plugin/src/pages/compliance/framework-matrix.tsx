import { Stack } from '@grafana/ui';
import { controlResults, type ApiFramework, type ControlResult } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswers } from '../../api/use-answers.ts';
import { useSearch } from '../../app/use-search.ts';
import { ChooseValues } from '../../shown/choose-values.tsx';
import { counted } from '../../shown/count.ts';
import { NothingKnown, NothingMatches } from '../../shown/empty.tsx';
import { WordsBox } from '../../shown/words-box.tsx';
import { ChooseClusters } from './choose-clusters.tsx';
import { resultWords } from './control-words.ts';
import { MatrixTable, type MatrixColumn } from './matrix-table.tsx';
import { controlsIn, matrixOf } from './matrix.ts';

interface Props {
  readonly framework: ApiFramework;
  readonly clusters: readonly string[];
  /** How many clusters are not compared. */
  readonly left: number;
}

/** Controls × clusters, filtered as the URL says. */
export function FrameworkMatrix({ framework, clusters, left }: Props) {
  const { search, list, change } = useSearch();
  const words = search.get('q') ?? '';
  const open = search.get('control') ?? '';
  const results = list('result').filter((one): one is ControlResult =>
    (controlResults as readonly string[]).includes(one),
  );
  const columns = useColumns(framework.id, clusters);
  const sections = matrixOf(
    framework,
    columns.map(({ result }) => result),
    { results, words, always: open },
  );
  return (
    <Stack direction="column" gap={2}>
      <Stack gap={1} wrap="wrap" alignItems="center">
        <WordsBox
          width={32}
          value={words}
          label="Search controls"
          placeholder="Search controls"
          onChange={(q) => change({ q }, { replace: true })}
        />
        <ChooseValues
          name="Results"
          width={28}
          options={controlResults.map((value) => ({ ...optionOf(value), description: resultWords[value].means }))}
          chosen={results.map(optionOf)}
          onChange={(result) => change({ result })}
        />
        <ChooseClusters chosen={list('cluster')} onChange={(cluster) => change({ cluster })} />
      </Stack>
      {clusters.length === 0 && (
        <NothingKnown message="No cluster is watched, so nothing is known of how any stands">
          The controls and what answers them are listed below.
        </NothingKnown>
      )}
      {controlsIn(sections) === 0 ? (
        <NothingMatches message="No control matches" onReset={() => change({ q: '', result: [] })} />
      ) : (
        <>
          <output>
            {counted(controlsIn(sections), 'control')} of {framework.controls.length}
            {left > 0 && `; ${counted(left, 'cluster')} more not compared: choose which`}
          </output>
          <MatrixTable
            framework={framework}
            columns={columns}
            sections={sections}
            open={open}
            onOpen={(control) => change({ control })}
          />
        </>
      )}
    </Stack>
  );
}

function optionOf(value: ControlResult) {
  return { value, label: resultWords[value].label };
}

function useColumns(framework: string, clusters: readonly string[]): readonly MatrixColumn[] {
  const answers = useAnswers(
    'clusterFramework',
    clusters.map((cluster) => ({ path: apiPath('clusters', cluster, 'frameworks', framework), every: 60_000 })),
  );
  return clusters.map((cluster, index) => {
    const { data, error } = answers[index] ?? {};
    return { cluster, result: data, ...(error && { problem: error.message }) };
  });
}
