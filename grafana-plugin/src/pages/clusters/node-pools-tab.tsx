import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { ApiNodeCount, ApiNodePool } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf, percentOf } from '../../shown/count.ts';
import { NothingKnown } from '../../shown/empty.tsx';
import { PlainTable } from '../../shown/plain-table.tsx';
import { Section } from '../../shown/section.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { Answered } from '../../states/answered.tsx';
import { failingAnywhere, nodesFailing } from './pool-checks.ts';

/** The pools of nodes of a cluster side by side. */
export function NodePoolsTab({ cluster }: { readonly cluster: string }) {
  const pools = useAnswer('nodePools', { path: apiPath('clusters', cluster, 'node-pools'), every: 60_000 });
  return (
    <Section
      title="Node pools compared"
      description="Scores are of the checks of nodes and kubelets alone. Where the configuration of a kubelet could not be read, what it would say is unknown, and not in the score."
    >
      <Answered answer={pools} of="Node pools">
        {(data) =>
          data.length === 0 ? (
            <NothingKnown message="No node of this cluster is seen" />
          ) : (
            <PoolsTable cluster={cluster} pools={data} />
          )
        }
      </Answered>
    </Section>
  );
}

function PoolsTable({ cluster, pools }: { readonly cluster: string; readonly pools: readonly ApiNodePool[] }) {
  const styles = useStyles2(getStyles);
  const key = ({ name, label = '' }: ApiNodePool) => `${label} ${name}`;
  const row = (title: string, cell: (pool: ApiNodePool) => ReactNode) => (
    <tr>
      <th scope="row">{title}</th>
      {pools.map((pool) => (
        <td key={key(pool)}>{cell(pool)}</td>
      ))}
    </tr>
  );
  return (
    <PlainTable caption="Node pools side by side" minWidth={220 + 180 * pools.length} data-testid="node-pools">
      <thead>
        <tr>
          <th scope="col" className={styles.corner}>
            Pool
          </th>
          {pools.map((pool) => (
            <th key={key(pool)} scope="col">
              <ClusterText text={pool.name} most={60} />
              <div className={styles.second}>
                {pool.label === undefined ? 'by the role of its nodes' : <ClusterText text={pool.label} most={80} />}
              </div>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {row('Nodes', ({ nodes }) => numberOf(nodes))}
        {row('Configuration not read', ({ unread, nodes }) =>
          unread === 0 ? 'none' : `${numberOf(unread)} of ${counted(nodes, 'node')}: unknown`,
        )}
        {row('Score', ({ score, unread }) => {
          if (score === undefined) return 'no verdict';
          return unread === 0 ? percentOf(score) : `${percentOf(score)} of what was read`;
        })}
        {row('Kubelet', ({ kubelets, nodes }) => (
          <Versions counts={kubelets} nodes={nodes} />
        ))}
        {row('Container runtime', ({ runtimes, nodes }) => (
          <Versions counts={runtimes} nodes={nodes} />
        ))}
        {row('System image', ({ images, nodes }) => (
          <Versions counts={images} nodes={nodes} />
        ))}
        {failingAnywhere(pools).map(({ check, title, severity }) => (
          <tr key={check}>
            <th scope="row">
              <SeverityBadge severity={severity} />{' '}
              <TextLink href={linkTo('findings', [], { cluster: [cluster], check })} inline>
                {title}
              </TextLink>
            </th>
            {pools.map((pool) => {
              const failing = nodesFailing(pool, check);
              return <td key={key(pool)}>{failing === 0 ? 'none found' : `fails on ${counted(failing, 'node')}`}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

/** Values that nodes of a pool have; more than one is a pool in between. */
function Versions({ counts, nodes }: { readonly counts: readonly ApiNodeCount[]; readonly nodes: number }) {
  if (counts.length === 0) return 'unknown';
  return counts.map((count) => (
    <div key={count.value}>
      <ClusterText text={count.value === '' ? 'not told' : count.value} most={80} />
      {count.nodes < nodes && ` on ${numberOf(count.nodes)} of ${numberOf(nodes)}`}
    </div>
  ));
}

const getStyles = (theme: GrafanaTheme2) => ({
  corner: css({ width: 260 }),
  second: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
