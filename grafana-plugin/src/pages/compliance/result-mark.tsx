import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { ControlResult } from '#contract';
import { resultWords } from './control-words.ts';

interface Props {
  readonly result: ControlResult;
  /** What is added to the word, as a number of objects. */
  readonly more?: string;
}

/** What a cluster shows for a control: a word beside a sign whose form and colour tell it as well. Only what passes is green. */
export function ResultMark({ result, more }: Props) {
  const styles = useStyles2(getStyles);
  const { label, means } = resultWords[result];
  return (
    <span className={styles.mark} title={means} data-result={result}>
      <Icon name={icons[result]} size="sm" className={styles[result]} aria-hidden="true" />
      {label}
      {more !== undefined && <span className={styles.more}>{more}</span>}
    </span>
  );
}

const icons: Readonly<Record<ControlResult, IconName>> = {
  fail: 'times-circle',
  unknown: 'question-circle',
  manual: 'user',
  exempt: 'shield-exclamation',
  pass: 'check-circle',
  not_applicable: 'circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), whiteSpace: 'nowrap' }),
  more: css({ color: theme.colors.text.secondary }),
  fail: css({ color: theme.colors.error.text }),
  unknown: css({ color: theme.colors.warning.text }),
  manual: css({ color: theme.colors.warning.text }),
  exempt: css({ color: theme.colors.info.text }),
  pass: css({ color: theme.colors.success.text }),
  not_applicable: css({ color: theme.colors.text.secondary }),
});
