import type { FindingFilter } from '#contract';
import { dateTime, type GrafanaTheme2 } from '@grafana/data';
import { Button, DateTimePicker, Stack, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { useState, type RefObject } from 'react';
import { WordsBox } from '../../shown/words-box.tsx';
import { ChooseMany } from './choose-many.tsx';
import { useFilterOptions } from './filter-options.ts';
import { closedChoices } from './filter-words.ts';
import type { ViewState } from './use-view.ts';

interface Props extends Pick<ViewState, 'view' | 'change'> {
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const rare = ['framework', 'age', 'state', 'window'] as const satisfies readonly FindingFilter[];

/** Every filter of the API; those that are rarely used come on demand, or when one of them is in force. */
export function FilterBar({ view, change, searchRef }: Props) {
  const styles = useStyles2(getStyles);
  const options = useFilterOptions();
  const used = view.at !== '' || rare.some((name) => view[name].length > 0);
  const [more, setMore] = useState(used);
  const set = (filter: FindingFilter) => (values: readonly string[]) => change({ [filter]: values });
  return (
    <search className={styles.bar} aria-label="Filters of findings">
      <div className={styles.search}>
        <WordsBox
          value={view.q}
          label="Search findings"
          placeholder="Search names, checks, messages"
          inputRef={searchRef}
          onChange={(q, replace) => change({ q }, { replace })}
        />
      </div>
      <Stack wrap="wrap" gap={1} alignItems="center">
        <ChooseMany
          filter="severity"
          values={view.severity}
          choices={closedChoices.severity}
          onChange={set('severity')}
        />
        <ChooseMany filter="cluster" values={view.cluster} choices={options.cluster} onChange={set('cluster')} />
        <ChooseMany filter="owner" values={view.owner} choices={options.owner} open onChange={set('owner')} />
        <ChooseMany
          filter="namespace"
          values={view.namespace}
          choices={options.namespace}
          open
          onChange={set('namespace')}
        />
        <ChooseMany filter="check" values={view.check} choices={options.check} onChange={set('check')} />
        <Button
          variant="secondary"
          fill="text"
          icon={more ? 'angle-up' : 'angle-down'}
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {more ? 'Fewer filters' : 'More filters'}
        </Button>
      </Stack>
      {more && (
        <Stack wrap="wrap" gap={1} alignItems="center">
          <ChooseMany
            filter="framework"
            values={view.framework}
            choices={options.framework}
            onChange={set('framework')}
          />
          <ChooseMany filter="age" values={view.age} choices={closedChoices.age} onChange={set('age')} />
          <ChooseMany filter="state" values={view.state} choices={closedChoices.state} onChange={set('state')} />
          <ChooseMany filter="window" values={view.window} choices={options.window} open onChange={set('window')} />
          <fieldset className={styles.at} aria-label="As of a past time">
            <DateTimePicker
              label="As of"
              clearable
              maxDate={new Date()}
              {...(isTime(view.at) ? { date: dateTime(view.at) } : {})}
              onChange={(date) => change({ at: date === undefined ? '' : date.toISOString() })}
            />
          </fieldset>
        </Stack>
      )}
    </search>
  );
}

function isTime(text: string): boolean {
  return text !== '' && !Number.isNaN(Date.parse(text));
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  search: css({ maxWidth: 720 }),
  at: css({ border: 0, margin: 0, padding: 0, maxWidth: 320 }),
});
