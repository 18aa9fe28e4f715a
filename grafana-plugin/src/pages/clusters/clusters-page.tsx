import { PluginPage } from '@grafana/runtime';
import { Combobox, InlineField, InlineSwitch, RadioButtonGroup, Stack } from '@grafana/ui';
import { clusterSorts, standings, type ClusterSort, type Standing } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { itemsOf, usePages } from '../../api/use-pages.ts';
import { useSearch } from '../../app/use-search.ts';
import { numberOf } from '../../shown/count.ts';
import { NothingKnown, NothingMatches } from '../../shown/empty.tsx';
import { ShowMore } from '../../shown/show-more.tsx';
import { WordsBox } from '../../shown/words-box.tsx';
import { Answered } from '../../states/answered.tsx';
import { ClustersTable } from './clusters-table.tsx';

/** Clusters a page: each tells all its kinds and drivers. */
const atOnce = '50';
const refreshMs = 30_000;

/** Every cluster, those that need somebody first. */
export function ClustersPage() {
  const { search, change } = useSearch();
  const q = search.get('q') ?? '';
  const retired = search.get('retired') === 'true';
  const standing = standings.find((one) => one === search.get('standing'));
  const sort = clusterSorts.find((one) => one === search.get('sort')) ?? 'worst';
  const query = { q, standing, sort, ...(retired ? { retired: 'true' } : {}) };
  const clusters = usePages('clusters', {
    path: apiPath('clusters'),
    query: { ...query, limit: atOnce },
    every: refreshMs,
    keep: true,
  });
  const reset = () => change({ q: '', standing: '' });
  return (
    <PluginPage pageNav={{ text: 'Clusters' }} subTitle="How each cluster stands, those that need somebody first.">
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap" alignItems="center">
          <WordsBox
            width={32}
            value={q}
            label="Search clusters"
            placeholder="Search names, providers, versions"
            onChange={(words) => change({ q: words }, { replace: true })}
          />
          {!retired && <StandingChoice q={q} chosen={standing} onChoose={(one) => change({ standing: one })} />}
          <Combobox<ClusterSort>
            aria-label="Order of clusters"
            options={clusterSorts.map((value) => ({ value, label: sortNames[value] }))}
            value={sort}
            width={26}
            onChange={({ value }) => change({ sort: value === 'worst' ? '' : value })}
          />
          <InlineField label="Retired instead" transparent htmlFor="clusters-retired">
            <InlineSwitch
              id="clusters-retired"
              value={retired}
              onChange={({ currentTarget }) => change({ retired: currentTarget.checked ? 'true' : '', standing: '' })}
            />
          </InlineField>
        </Stack>
        <Answered answer={clusters} of="Clusters">
          {(data) => {
            const items = itemsOf(data, ({ name, id }) => `${name} ${id}`);
            if (items.length === 0) {
              if (q !== '' || standing !== undefined) {
                return <NothingMatches message="No cluster matches" onReset={reset} />;
              }
              return retired ? (
                <NothingKnown message="No cluster is retired" />
              ) : (
                <NothingKnown message="The exporter watches no cluster, and expects none">
                  Give it contexts of a kubeconfig, or install it in a cluster.
                </NothingKnown>
              );
            }
            return (
              <>
                <ClustersTable
                  clusters={items}
                  caption={retired ? 'Retired clusters' : `Clusters, ${sortNames[sort].toLowerCase()}`}
                  busy={clusters.isPlaceholderData}
                />
                <ShowMore pages={clusters} shown={items.length} of="clusters" />
              </>
            );
          }}
        </Answered>
      </Stack>
    </PluginPage>
  );
}

interface ChoiceProps {
  readonly q: string;
  readonly chosen: Standing | undefined;
  readonly onChoose: (standing: Standing | '') => void;
}

/** How many clusters stand how; a click leaves only those. */
function StandingChoice({ q, chosen, onChoose }: ChoiceProps) {
  const count = (standing: Standing) => ({
    path: apiPath('clusters'),
    query: { q, standing, limit: '1' },
    every: refreshMs,
    keep: true,
  });
  const counts = {
    'not-clean': useAnswer('clusters', count('not-clean')).data?.total,
    unknown: useAnswer('clusters', count('unknown')).data?.total,
    clean: useAnswer('clusters', count('clean')).data?.total,
  };
  return (
    <RadioButtonGroup<Standing | ''>
      aria-label="How clusters stand"
      value={chosen ?? ''}
      options={[
        { value: '', label: 'All' },
        ...standings.map((value) => ({ value, label: labelOf(value, counts[value]) })),
      ]}
      onChange={onChoose}
    />
  );
}

function labelOf(standing: Standing, count: number | undefined): string {
  return count === undefined ? standingNames[standing] : `${standingNames[standing]} (${numberOf(count)})`;
}

const standingNames: Readonly<Record<Standing, string>> = {
  'not-clean': 'Not clean',
  unknown: 'Unknown',
  clean: 'Clean',
};

const sortNames: Readonly<Record<ClusterSort, string>> = {
  worst: 'Worst first',
  score: 'Lowest score first',
  stale: 'Longest silent first',
  name: 'By name',
};
