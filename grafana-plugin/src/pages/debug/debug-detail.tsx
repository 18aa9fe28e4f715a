import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, type BadgeColor, Stack, TextLink, useStyles2 } from '@grafana/ui';
import type { ApiCluster, KindStatus } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { usePageScope } from '../../panels/page-scope.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf, percentOf } from '../../shown/count.ts';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { useNow } from '../../shown/use-now.ts';
import { Quiet } from '../../states/quiet.tsx';
import { AnsweredSection } from '../../states/answered-section.tsx';
import { heartbeatOf } from './heartbeat.ts';
import { gapsOf, kindsInOrder, kindWords, remedyOf } from './kinds.ts';

type Kind = ApiCluster['kinds'][number];
interface Gap extends Kind {
  readonly cluster: string;
}

/** Whether the exporter sees what it has to: heartbeats, what it may not read and what mends that, and every kind. One question. */
export function DebugDetail() {
  const { clusters: chosen } = usePageScope();
  const answer = useAnswer('clusters', {
    path: apiPath('clusters'),
    query: { cluster: chosen, sort: 'worst', limit: '100' },
  });
  return (
    <div data-testid="debug-detail">
      <AnsweredSection title="Heartbeats" answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Quiet means="unknown">
              No cluster is expected or watched: the configuration of the exporter names none.
            </Quiet>
          ) : (
            <ListTable label="Heartbeats" columns={heartbeats} rows={items} keyOf={({ name }) => name} />
          )
        }
      </AnsweredSection>
      <AnsweredSection title="What cannot be read, and what mends it" answer={answer}>
        {({ items }) => <Gaps clusters={items} />}
      </AnsweredSection>
      <AnsweredSection title="Kinds" answer={answer}>
        {({ items }) => items.map((cluster) => <Kinds key={cluster.name} cluster={cluster} />)}
      </AnsweredSection>
    </div>
  );
}

function Gaps({ clusters }: { readonly clusters: readonly ApiCluster[] }) {
  const gaps = clusters.flatMap((cluster): readonly Gap[] =>
    gapsOf(cluster).map((kind) => ({ ...kind, cluster: cluster.name })),
  );
  const silent = clusters.filter(({ watched, up }) => !watched || !up).length;
  return (
    <Stack direction="column" gap={1}>
      {gaps.length > 0 && (
        <ListTable
          label="What cannot be read"
          columns={gapColumns}
          rows={gaps}
          keyOf={({ cluster, resource }) => `${cluster} ${resource}`}
        />
      )}
      {(silent > 0 || clusters.length === 0) && (
        <Quiet means="unknown">
          {clusters.length === 0 ? 'No cluster can be asked.' : `${counted(silent, 'cluster')} cannot be asked now.`}
        </Quiet>
      )}
      {gaps.length === 0 && silent === 0 && clusters.length > 0 && (
        <Quiet means="good">Every kind that checks need is read, in {counted(clusters.length, 'cluster')}.</Quiet>
      )}
    </Stack>
  );
}

/** Closed at first: there are a few dozen kinds in every cluster, and the gaps stand above. */
function Kinds({ cluster }: { readonly cluster: ApiCluster }) {
  const styles = useStyles2(getStyles);
  const gaps = gapsOf(cluster).length;
  const objects = cluster.kinds.reduce((sum, kind) => sum + kind.objects, 0);
  return (
    <details>
      <summary className={styles.summary}>
        <ClusterText text={cluster.name} most={60} />: {counted(cluster.kinds.length, 'kind')},{' '}
        {counted(objects, 'object')}, {gaps === 0 ? 'no gap' : counted(gaps, 'gap')}
      </summary>
      <ListTable
        label={`Kinds of ${cluster.name}`}
        columns={kindColumns}
        rows={kindsInOrder(cluster)}
        keyOf={({ resource }) => resource}
      />
    </details>
  );
}

const heartbeats: readonly ListColumn<ApiCluster>[] = [
  {
    title: 'Cluster',
    cell: ({ name }) => (
      <TextLink href={linkTo('clusters', [name])} inline>
        {name}
      </TextLink>
    ),
  },
  { title: 'Heartbeat', cell: (cluster) => <Beat cluster={cluster} /> },
  { title: 'Looked at', narrow: true, cell: ({ watched, coverage }) => (watched ? percentOf(coverage) : 'not known') },
  {
    title: 'Kubernetes',
    narrow: true,
    cell: ({ kubernetesVersion }) => <ClusterText text={kubernetesVersion} most={40} />,
  },
];

function Beat({ cluster }: { readonly cluster: ApiCluster }) {
  const { beats, text } = heartbeatOf(cluster, useNow());
  return (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <Badge color={beats ? 'green' : 'orange'} text={beats ? 'heard' : 'not well'} />
      <ClusterText text={text} most={200} />
    </Stack>
  );
}

const colours: Readonly<Record<KindStatus, BadgeColor>> = {
  synced: 'green',
  absent: 'darkgrey',
  pending: 'blue',
  stale: 'orange',
  forbidden: 'orange',
};

function Status({ status }: { readonly status: KindStatus }) {
  const { label, means } = kindWords[status];
  return <Badge color={colours[status]} text={label} tooltip={means} />;
}

const gapColumns: readonly ListColumn<Gap>[] = [
  { title: 'Cluster', cell: ({ cluster }) => <ClusterText text={cluster} most={60} /> },
  { title: 'Kind', cell: ({ resource }) => <ClusterText text={resource} code /> },
  { title: 'Status', narrow: true, cell: ({ status }) => <Status status={status} /> },
  { title: 'What mends it', cell: (kind) => <ClusterText text={remedyOf(kind)} most={400} /> },
];

const kindColumns: readonly ListColumn<Kind>[] = [
  { title: 'Kind', cell: ({ resource }) => <ClusterText text={resource} code /> },
  { title: 'Status', narrow: true, cell: ({ status }) => <Status status={status} /> },
  { title: 'Objects', narrow: true, cell: ({ objects }) => numberOf(objects) },
  {
    title: 'Last event',
    narrow: true,
    cell: ({ lastEvent }) => (lastEvent === undefined ? 'none yet' : <TimeAgo at={lastEvent} />),
  },
];

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({ padding: theme.spacing(0.5, 0), cursor: 'pointer' }),
});
