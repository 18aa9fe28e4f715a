import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { ApiCluster } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { percentOf } from '../../shown/count.ts';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { linkToTab } from './cluster-tabs.ts';
import { groupsOf } from './kind-groups.ts';
import { LastHeard } from './last-heard.tsx';
import { SeverityLinks } from './severity-links.tsx';

/** The figures of a cluster, and who it is. */
export function ClusterFacts({ cluster }: { readonly cluster: ApiCluster }) {
  const styles = useStyles2(getStyles);
  const { name, ready, score, coverage, findings, lastSuccess, kinds, leader, leads } = cluster;
  const unseen = groupsOf(kinds).unseen.length;
  return (
    <dl className={styles.facts} data-testid="cluster-facts">
      <Fact term="Score" large>
        {score === undefined ? 'no verdict' : percentOf(score)}
      </Fact>
      <Fact term="Coverage" large>
        {ready ? percentOf(coverage) : 'unknown'}
        {unseen > 0 && (
          <div className={styles.small}>
            <TextLink href={linkToTab(name, 'coverage')} inline>
              {`${unseen} ${unseen === 1 ? 'kind' : 'kinds'} cannot be seen`}
            </TextLink>
          </div>
        )}
      </Fact>
      <Fact term="Open findings">
        {ready ? <SeverityLinks counts={findings} query={{ cluster: [name] }} /> : 'unknown'}
      </Fact>
      <Fact term="Last heard">
        <LastHeard at={lastSuccess} />
      </Fact>
      <Fact term="Kubernetes">
        <ClusterText text={cluster.kubernetesVersion || 'unknown'} most={60} />
        <div className={styles.small}>
          <ClusterText text={cluster.provider} most={60} />
        </div>
      </Fact>
      <Fact term="Led by">
        {leader === undefined ? 'nobody known' : <ClusterText text={leader} most={60} />}
        <div className={styles.small}>
          {leads ? 'which tells this' : leader !== undefined && 'told by another replica'}
        </div>
      </Fact>
      <Fact term="Backlog known since">
        {cluster.baseline === undefined ? 'not yet' : <TimeAgo at={cluster.baseline} />}
      </Fact>
      <Fact term="Id">
        <ClusterText text={cluster.id || 'unknown'} most={60} code />
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly term: string;
  readonly large?: boolean;
  readonly children: ReactNode;
}

function Fact({ term, large = false, children }: FactProps) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <dt className={styles.term}>{term}</dt>
      <dd className={large ? styles.large : styles.value}>{children}</dd>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: theme.spacing(2),
    margin: theme.spacing(0, 0, 3),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  term: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  value: css({ margin: 0, minWidth: 0 }),
  large: css({ ...theme.typography.h3, margin: 0, fontVariantNumeric: 'tabular-nums' }),
  small: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary }),
});
