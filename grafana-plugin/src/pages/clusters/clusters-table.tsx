import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ApiCluster } from '#contract';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { percentOf } from '../../shown/count.ts';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { LastHeard } from './last-heard.tsx';
import { reasonParts } from './reason-parts.ts';
import { SeverityLinks } from './severity-links.tsx';
import { StandingMark } from './standing-mark.tsx';
import { standingOf } from './standing.ts';

interface Props {
  readonly clusters: readonly ApiCluster[];
  readonly caption: string;
  readonly busy: boolean;
}

/** Clusters as rows: how each stands and why, what is open, and how old that is. */
export function ClustersTable({ clusters, caption, busy }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PlainTable caption={caption} minWidth={640} busy={busy} data-testid="clusters">
      <thead>
        <tr>
          <th scope="col" className={styles.name}>
            Cluster
          </th>
          <th scope="col" className={styles.standing}>
            How it stands
          </th>
          <th scope="col">Score</th>
          <th scope="col" className={styles.whereWide}>
            Coverage
          </th>
          <th scope="col" className={styles.findings}>
            Open findings
          </th>
          <th scope="col" className={styles.heard}>
            Last heard
          </th>
          <th scope="col" className={cx(styles.leader, styles.whereWide)}>
            Led by
          </th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster) => (
          <ClusterRow key={`${cluster.name} ${cluster.id}`} cluster={cluster} />
        ))}
      </tbody>
    </PlainTable>
  );
}

function ClusterRow({ cluster }: { readonly cluster: ApiCluster }) {
  const styles = useStyles2(getStyles);
  const { name, score, coverage, ready, findings, lastSuccess, watched, leads, leader } = cluster;
  return (
    <tr data-cluster={name}>
      <th scope="row">
        <TextLink href={linkTo('clusters', [name])} inline weight="medium">
          <ClusterText text={name} most={80} />
        </TextLink>
        <div className={styles.second}>
          {watched ? (
            <ClusterText text={`${cluster.provider} ${cluster.kubernetesVersion}`} most={60} />
          ) : (
            'not watched'
          )}
        </div>
      </th>
      <td>
        <StandingCell cluster={cluster} />
      </td>
      <NumberCell>{score === undefined ? <Unknown /> : percentOf(score)}</NumberCell>
      <td className={styles.whereWide}>{ready ? percentOf(coverage) : <Unknown />}</td>
      <td>{ready ? <SeverityLinks counts={findings} query={{ cluster: [name] }} /> : <Unknown />}</td>
      <td>
        <LastHeard at={lastSuccess} />
      </td>
      <td className={styles.whereWide}>
        {leader === undefined ? (
          <span className={styles.second}>nobody known</span>
        ) : (
          <>
            <ClusterText text={leader} most={60} />
            {!leads && <div className={styles.second}>told by a replica</div>}
          </>
        )}
      </td>
    </tr>
  );
}

/** Reasons that are told in a row; the rest is on the page of the cluster. */
const reasonsShown = 2;

function StandingCell({ cluster }: { readonly cluster: ApiCluster }) {
  const styles = useStyles2(getStyles);
  const { standing, label, reasons } = standingOf(cluster);
  return (
    <>
      <StandingMark standing={standing} label={label} />
      <ul className={styles.reasons}>
        {reasons.slice(0, reasonsShown).map((reason) => (
          <li key={reason}>
            <ClusterText text={reasonParts(reason).text} most={120} />
          </li>
        ))}
        {reasons.length > reasonsShown && <li>and {reasons.length - reasonsShown} more</li>}
      </ul>
    </>
  );
}

/** What nothing is known of: neither good nor none. */
function Unknown() {
  const styles = useStyles2(getStyles);
  return <span className={styles.second}>unknown</span>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ width: '17%' }),
  standing: css({ width: '28%' }),
  findings: css({ width: '22%' }),
  heard: css({ width: 110, whiteSpace: 'nowrap' }),
  leader: css({ width: 120 }),
  // The page of the cluster has it.
  whereWide: css({ '@container (max-width: 840px)': { display: 'none' } }),
  second: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  reasons: css({
    margin: 0,
    paddingInlineStart: theme.spacing(2.5),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
