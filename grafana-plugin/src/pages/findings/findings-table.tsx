import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import type { ApiFinding } from '#contract';
import { outOfSight } from '../../shown/out-of-sight.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { ObjectName } from '../../shown/object-name.tsx';
import { OwnerName } from '../../shown/owner-name.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { reasonWords } from '../../shown/transition-words.ts';

interface Props {
  readonly findings: readonly ApiFinding[];
  /** What the table lists, for those who hear it. */
  readonly caption: string;
  /** What of the page's own URL the finding's page leads back to. */
  readonly from: string;
  /** Whether newer rows are on their way. */
  readonly busy?: boolean;
}

/** Findings as rows that are links: one opens them, or opens them beside. */
export function FindingsTable({ findings, caption, from, busy = false }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.frame}>
      <table className={cx(styles.table, busy && styles.busy)} aria-busy={busy} data-testid="findings">
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.severity}>
              Severity
            </th>
            <th scope="col">Finding</th>
            <th scope="col">Object</th>
            <th scope="col" className={styles.cluster}>
              Cluster
            </th>
            <th scope="col" className={styles.owner}>
              Owner
            </th>
            <th scope="col" className={styles.age}>
              First seen
            </th>
            <th scope="col" className={styles.change}>
              Change
            </th>
            <th scope="col" className={styles.state}>
              State
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={finding.id} className={styles.row}>
              <td>
                <SeverityBadge severity={finding.severity} />
              </td>
              <td>
                <Link
                  to={linkTo('findings', [finding.id])}
                  state={{ from }}
                  className={styles.link}
                  data-finding={finding.id}
                >
                  {finding.title}
                </Link>
                <div className={cx(styles.second, styles.message)}>
                  <ClusterText text={finding.message} most={140} />
                </div>
              </td>
              <td>
                <ObjectName object={finding.object} />
                {finding.container !== undefined && (
                  <div className={styles.second}>
                    container <ClusterText text={finding.container} most={80} />
                  </div>
                )}
              </td>
              <td>
                <ClusterText text={finding.cluster} most={80} />
              </td>
              <td>
                <OwnerName team={finding.owner.team} />
              </td>
              <td>
                {finding.firstSeen === undefined ? (
                  <span className={styles.second}>no history</span>
                ) : (
                  <TimeAgo at={finding.firstSeen} estimated={finding.estimated ?? false} />
                )}
              </td>
              <td>
                <Change finding={finding} />
              </td>
              <td>{finding.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Change({ finding: { reason, windows, changedBy } }: { readonly finding: ApiFinding }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {reason !== undefined && <span>{reasonWords[reason]}</span>}
      {changedBy !== undefined && (
        <div className={styles.second}>
          by <ClusterText text={changedBy.manager} most={60} /> ({changedBy.actor})
        </div>
      )}
      {windows !== undefined && windows.length > 0 && (
        <div>
          <Badge
            color="blue"
            icon="calendar-alt"
            text={
              <ClusterText
                text={`in deploy ${windows[0] ?? ''}${windows.length > 1 ? ` +${windows.length - 1}` : ''}`}
                most={40}
              />
            }
          />
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ containerType: 'inline-size', overflowX: 'auto' }),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'start',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    th: { fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.secondary, whiteSpace: 'nowrap' },
    // What is left out is on the page of the finding.
    '@container (max-width: 1180px)': { 'th:nth-child(8), td:nth-child(8)': { display: 'none' } },
    '@container (max-width: 1020px)': { 'th:nth-child(7), td:nth-child(7)': { display: 'none' } },
    '@container (max-width: 620px)': { 'th:nth-child(4), td:nth-child(4)': { display: 'none' } },
  }),
  busy: css({ opacity: 0.6 }),
  caption: css(outOfSight),
  severity: css({ width: 100 }),
  cluster: css({ width: '9%' }),
  owner: css({ width: '10%' }),
  age: css({ width: 106 }),
  change: css({ width: '13%' }),
  state: css({ width: 84 }),
  row: css({
    // The whole row is the link, for a click, a middle click and the menu of the browser alike.
    position: 'relative',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-within': { background: theme.colors.action.focus },
  }),
  link: css({
    color: theme.colors.text.link,
    fontWeight: theme.typography.fontWeightMedium,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: 'none' },
    '&::after': { content: '""', position: 'absolute', inset: 0 },
    '&:focus-visible::after': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  message: css({ display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden' }),
  second: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
