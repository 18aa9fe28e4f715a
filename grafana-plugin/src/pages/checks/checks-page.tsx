import { PluginPage } from '@grafana/runtime';
import { Button, Stack } from '@grafana/ui';
import { categories, profiles, severities } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { itemsOf, usePages } from '../../api/use-pages.ts';
import { useSearch } from '../../app/use-search.ts';
import { ChooseValues } from '../../shown/choose-values.tsx';
import { NothingKnown, NothingMatches } from '../../shown/empty.tsx';
import { ShowMore } from '../../shown/show-more.tsx';
import { WordsBox } from '../../shown/words-box.tsx';
import { Answered } from '../../states/answered.tsx';
import { ChecksTable } from './checks-table.tsx';

const filters = ['severity', 'category', 'framework', 'profile'] as const;
type Filter = (typeof filters)[number];

/** The catalogue of checks in use. */
export function ChecksPage() {
  const { search, list, change } = useSearch();
  const q = search.get('q') ?? '';
  const chosen: Readonly<Record<Filter, readonly string[]>> = {
    severity: list('severity'),
    category: list('category'),
    framework: list('framework'),
    profile: list('profile'),
  };
  const checks = usePages('checks', { path: apiPath('checks'), query: { q, ...chosen, limit: '50' }, keep: true });
  const open = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { by: 'check', limit: '1000' },
    every: 60_000,
  });
  const frameworks = useAnswer('frameworks', { path: apiPath('frameworks'), query: { limit: '1000' } });
  const isFiltered = q !== '' || filters.some((name) => chosen[name].length > 0);
  const reset = () => change({ q: '', severity: [], category: [], framework: [], profile: [] });
  const options: Readonly<Record<Filter, readonly { readonly value: string; readonly label: string }[]>> = {
    severity: severities.map(same),
    category: categories.map(same),
    framework: (frameworks.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title })),
    profile: profiles.map(same),
  };
  return (
    <PluginPage pageNav={{ text: 'Checks' }} subTitle="What is looked for, why it matters and how to mend it.">
      <Stack direction="column" gap={2}>
        <Stack gap={1} wrap="wrap" alignItems="center">
          <WordsBox
            width={32}
            value={q}
            label="Search checks"
            placeholder="Search ids, titles, reasons"
            onChange={(words) => change({ q: words }, { replace: true })}
          />
          {filters.map((name) => (
            <ChooseValues
              key={name}
              name={filterNames[name]}
              options={options[name]}
              chosen={chosen[name].map((value) => options[name].find((one) => one.value === value) ?? same(value))}
              width={24}
              onChange={(values) => change({ [name]: values })}
            />
          ))}
          {isFiltered && (
            <Button variant="secondary" fill="text" onClick={reset}>
              Reset filters
            </Button>
          )}
        </Stack>
        <Answered answer={checks} of="Checks">
          {(data) => {
            const items = itemsOf(data, ({ id }) => id);
            if (items.length === 0) {
              return isFiltered ? (
                <NothingMatches message="No check in use matches" onReset={reset} />
              ) : (
                <NothingKnown message="The exporter uses no check">
                  Its configuration turns all of them off.
                </NothingKnown>
              );
            }
            return (
              <>
                <ChecksTable checks={items} open={open.data} busy={checks.isPlaceholderData} />
                <ShowMore pages={checks} shown={items.length} of="checks" />
              </>
            );
          }}
        </Answered>
      </Stack>
    </PluginPage>
  );
}

const filterNames: Readonly<Record<Filter, string>> = {
  severity: 'Severity',
  category: 'Category',
  framework: 'Framework',
  profile: 'Profile',
};

function same(value: string) {
  return { value, label: value };
}
