import { PluginPage } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { FailureNotice } from '../../states/failure-notice.tsx';

/** Every finding of every cluster, filtered, sorted and paged by the exporter. */
export function FindingsPage() {
  const findings = useAnswer('findings', { path: apiPath('findings'), query: { limit: '50' } });
  return (
    <PluginPage pageNav={{ text: 'Findings' }}>
      {findings.isPending && <LoadingPlaceholder text="Loading findings" />}
      {findings.isError && (
        <FailureNotice failure={findings.error} of="Findings" onRetry={() => void findings.refetch()} />
      )}
      {findings.isSuccess && (
        <ul>
          {findings.data.items.map(({ id, title, cluster }) => (
            <li key={id}>
              {cluster}: {title}
            </li>
          ))}
        </ul>
      )}
    </PluginPage>
  );
}
