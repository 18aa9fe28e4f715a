import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Combobox, useStyles2 } from '@grafana/ui';
import { groupingNames, sortChoices } from './filter-words.ts';
import type { ViewState } from './use-view.ts';
import { groupings, type Grouping } from './view.ts';

/** What the findings are grouped by, and their order where they are listed. */
export function Arrangement({ view, change }: Pick<ViewState, 'view' | 'change'>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row}>
      <label htmlFor="group-by">Group by</label>
      <Combobox<Grouping | 'none'>
        id="group-by"
        width={16}
        options={[
          { value: 'none', label: 'Nothing' },
          ...groupings.map((value) => ({ value, label: groupingNames[value] })),
        ]}
        value={view.by ?? 'none'}
        onChange={({ value }) => change({ by: value === 'none' ? undefined : value })}
      />
      {view.by === undefined && (
        <>
          <label htmlFor="order">Order</label>
          <Combobox
            id="order"
            width={18}
            options={[...sortChoices]}
            value={view.sort === '' ? 'worst' : view.sort}
            onChange={({ value }) => change({ sort: value === 'worst' ? '' : value })}
          />
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    label: { margin: 0, color: theme.colors.text.secondary },
  }),
});
