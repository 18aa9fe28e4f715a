import { PluginPage } from '@grafana/runtime';
import { Alert, Box, LinkButton, Stack } from '@grafana/ui';
import { useParams } from 'react-router-dom';
import type { ApiCluster } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { lineOf } from '../../shown/safe-text.ts';
import { Answered } from '../../states/answered.tsx';
import { ChangesTab } from './changes/changes-tab.tsx';
import { clusterTabs, linkToTab, tabOf, type ClusterTab } from './cluster-tabs.ts';
import { FrameworksTab } from './frameworks-tab.tsx';
import { KindsTab } from './kinds-tab.tsx';
import { NodePoolsTab } from './node-pools-tab.tsx';
import { PostureTab } from './posture-tab.tsx';
import { RetiredCluster } from './retired-cluster.tsx';
import { StandingNotice } from './standing-notice.tsx';

/** Everything about one cluster, in parts that have paths of their own. */
export function ClusterPage() {
  const { name = '', tab: path } = useParams();
  const tab = tabOf(path);
  const cluster = useAnswer('cluster', { path: apiPath('clusters', name), every: 30_000 });
  const gone = cluster.error?.kind === 'not-found' ? cluster.error : undefined;
  return (
    <PluginPage
      pageNav={{
        text: lineOf(name),
        parentItem: { text: 'Clusters', url: linkTo('clusters') },
        children:
          gone !== undefined || cluster.data?.watched === false
            ? []
            : clusterTabs.map(({ id, text }) => ({ text, url: linkToTab(name, id), active: id === tab })),
      }}
      actions={<Elsewhere cluster={name} />}
    >
      {gone !== undefined ? (
        <Box paddingTop={2}>
          <RetiredCluster name={name} failure={gone} />
        </Box>
      ) : (
        <Box paddingTop={2}>
          <Answered answer={cluster} of="The cluster">
            {(data) => (data.watched ? <Part tab={tab} cluster={data} /> : <Unwatched cluster={data} />)}
          </Answered>
        </Box>
      )}
    </PluginPage>
  );
}

function Part({ tab, cluster }: { readonly tab: ClusterTab; readonly cluster: ApiCluster }) {
  switch (tab) {
    case 'posture':
      return <PostureTab cluster={cluster} />;
    case 'changes':
      return <ChangesTab cluster={cluster} />;
    case 'frameworks':
      return <FrameworksTab cluster={cluster.name} />;
    case 'node-pools':
      return <NodePoolsTab cluster={cluster.name} />;
    case 'coverage':
      return <KindsTab cluster={cluster} />;
  }
}

/** A cluster that is expected, and of which nothing comes. */
function Unwatched({ cluster }: { readonly cluster: ApiCluster }) {
  return (
    <>
      <StandingNotice cluster={cluster} />
      <Alert severity="warning" title="Nothing is known of this cluster">
        Install an exporter in it, give this one a context for it, or retire it where it is gone on purpose.
      </Alert>
    </>
  );
}

/** Other pages about the same cluster. */
function Elsewhere({ cluster }: { readonly cluster: string }) {
  const chosen = { 'var-cluster': [cluster] };
  return (
    <Stack gap={1} wrap="wrap">
      <LinkButton variant="secondary" size="sm" href={linkTo('findings', [], { cluster: [cluster] })}>
        Findings
      </LinkButton>
      <LinkButton variant="secondary" size="sm" href={linkTo('onCall', [], chosen)}>
        On-call
      </LinkButton>
      <LinkButton variant="secondary" size="sm" href={linkTo('debug', [], chosen)}>
        Debug
      </LinkButton>
    </Stack>
  );
}
