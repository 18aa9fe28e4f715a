import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { blockOf, cutAt, lineOf, mostShown } from './safe-text.ts';

interface Props {
  readonly text: string;
  /** Characters at most; the rest is in the title. */
  readonly most?: number;
  /** Fixed-width letters, for names that one types. */
  readonly code?: boolean;
}

/** Text that a cluster chose, on a line: never markup, nothing invisible, isolated from the direction of its surroundings, and broken rather than wider than its place. */
export function ClusterText({ text, most = mostShown, code = false }: Props) {
  const styles = useStyles2(getStyles);
  const line = lineOf(text);
  const shown = cutAt(line, most);
  return (
    <bdi className={code ? styles.code : styles.text} title={shown === line ? undefined : cutAt(line, 1_000)}>
      {shown}
    </bdi>
  );
}

/** Lines of text that a cluster or a check wrote: YAML, values of fields. */
export function ClusterBlock({ text, label }: { readonly text: string; readonly label: string }) {
  const styles = useStyles2(getStyles);
  return (
    // A block that scrolls has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.block} tabIndex={0} aria-label={label}>
      <bdi>{blockOf(text)}</bdi>
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ overflowWrap: 'anywhere' }),
  code: css({ overflowWrap: 'anywhere', fontFamily: theme.typography.fontFamilyMonospace, fontSize: '0.92em' }),
  block: css({
    margin: 0,
    maxHeight: '50vh',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
