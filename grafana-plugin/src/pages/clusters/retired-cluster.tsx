import { Alert } from '@grafana/ui';
import { apiPath } from '../../api/client.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { fullTime } from '../../shown/time-ago.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { ScoreHistory } from './history/score-history.tsx';

interface Props {
  readonly name: string;
  /** What the exporter says of a cluster that it does not watch. */
  readonly failure: ApiFailure;
}

/** A cluster that is not among those at present: one that is gone on purpose has a past, of another nothing is known. */
export function RetiredCluster({ name, failure }: Props) {
  const retired = useAnswer('clusters', { path: apiPath('clusters'), query: { retired: 'true', cluster: [name] } });
  const cluster = retired.data?.items[0];
  if (retired.isPending) return null;
  if (cluster === undefined) return <FailureNotice failure={failure} of="The cluster" />;
  return (
    <>
      <Alert severity="info" title="This cluster is retired">
        {cluster.retired?.since !== undefined && `Since ${fullTime(cluster.retired.since)}. `}
        <ClusterText text={cluster.retired?.reason ?? ''} most={400} />
      </Alert>
      <ScoreHistory cluster={name} />
    </>
  );
}
