import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { cutAt } from '../../shown/safe-text.ts';
import { filterNames, valueInWords } from './filter-words.ts';
import type { ViewState } from './use-view.ts';
import { chipsOf, withoutChip, withoutFilters } from './view.ts';

/** The filters in force, each of which can be taken off, and all at once. */
export function FilterChips({ view, change }: Pick<ViewState, 'view' | 'change'>) {
  const styles = useStyles2(getStyles);
  const chips = chipsOf(view);
  if (chips.length === 0) return null;
  return (
    <div className={styles.row}>
      <ul className={styles.list} aria-label="Filters in force">
        {chips.map((chip) => {
          const words = `${filterNames[chip.filter]}: ${cutAt(valueInWords(chip), 60)}`;
          return (
            <li key={`${chip.filter} ${chip.value}`}>
              <button
                type="button"
                className={styles.chip}
                aria-label={`Take off ${words}`}
                onClick={() => change(withoutChip(view, chip))}
              >
                <bdi>{words}</bdi>
                <Icon name="times" size="sm" />
              </button>
            </li>
          );
        })}
      </ul>
      <Button size="sm" variant="secondary" fill="text" onClick={() => change(withoutFilters(view))}>
        Reset filters
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.75), listStyle: 'none', margin: 0, padding: 0 }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 1),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    textAlign: 'start',
    '&:hover': { background: theme.colors.action.hover },
  }),
});
