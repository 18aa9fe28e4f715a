import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import { severities, type Severity } from '#contract';
import { linkTo, type LinkQuery } from '../../routes.ts';
import { counted, numberOf } from '../../shown/count.ts';
import { SeverityBadge } from '../../shown/severity-badge.tsx';

interface Props {
  readonly counts: Readonly<Record<Severity, number>>;
  /** Filters of the findings page that the counts are of, beside the severity. */
  readonly query: LinkQuery;
}

/** Open findings by severity, each number a link to them. */
export function SeverityLinks({ counts, query }: Props) {
  const styles = useStyles2(getStyles);
  const some = severities.filter((severity) => counts[severity] > 0);
  if (some.length === 0) return <span className={styles.none}>none open</span>;
  return (
    <ul className={styles.list}>
      {some.map((severity) => (
        <li key={severity}>
          <Link
            to={linkTo('findings', [], { ...query, severity })}
            className={styles.link}
            // Begins with what is seen, so that it can be called by voice.
            aria-label={`${severity} ${counted(counts[severity], 'finding')}`}
          >
            <SeverityBadge severity={severity} /> {numberOf(counts[severity])}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  none: css({ color: theme.colors.text.secondary }),
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 1.5),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  }),
  link: css({
    display: 'inline-flex',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { textDecoration: 'underline' },
  }),
});
