import { Alert, TextLink } from '@grafana/ui';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { fullTime } from '../../shown/time-ago.tsx';
import type { FindingsView } from './view.ts';

/** Where an alert of a drill leads: there is no finding, and nothing is wrong. */
export function DrillNotice({ view }: { readonly view: FindingsView }) {
  const drills = useAnswer('drills', { path: apiPath('drills'), query: { cluster: view.cluster, limit: '1000' } });
  const drill = drills.data?.items.find(({ id }) => id === view.q);
  return (
    <Alert severity="info" title="This alert was a drill" data-testid="drill">
      Somebody opened a marked finding to see whether its page arrives. Nothing is wrong with the cluster because of it.
      {drills.isSuccess && drill === undefined && <p>None of the last 30 days is called so.</p>}
      {drill !== undefined && (
        <p>
          It was opened by <ClusterText text={drill.who} /> at {fullTime(drill.from)}, is {drill.state}, and{' '}
          {drill.state === 'open' ? 'closes by itself' : 'would have closed by itself'} at {fullTime(drill.until)}.
        </p>
      )}
    </Alert>
  );
}

/** Where an alert about many small owners leads. */
export function SmallOwnersNotice() {
  return (
    <Alert severity="info" title="The alert is about smaller owners together" bottomSpacing={0}>
      Series name the largest owners of a cluster only; all others stand under _other, whom no filter tells apart. What
      is listed is of all owners: group by owner to see the small ones.
    </Alert>
  );
}

/** What a look at the past is, and of which clusters nothing is remembered then. */
export function PastNotice({ at, notRemembered }: { readonly at: string; readonly notRemembered: readonly string[] }) {
  return (
    <>
      <Alert severity="info" title={`As of ${fullTime(at)}`} bottomSpacing={0} data-testid="past">
        Findings that were open then, as they were then. Some may have been mended since.
      </Alert>
      {notRemembered.length > 0 && (
        <Alert
          severity="warning"
          title="Nothing is remembered of some clusters"
          bottomSpacing={0}
          data-testid="not-remembered"
        >
          That none of their findings are listed is no good news:{' '}
          <ClusterText text={notRemembered.join(', ')} most={600} />.{' '}
          <TextLink inline href={linkTo('clusters')}>
            See since when they are watched
          </TextLink>
        </Alert>
      )}
    </>
  );
}
