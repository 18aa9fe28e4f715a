import type { ApiDeployWindow } from '#contract';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { ListTable, type ListColumn } from '../../shown/list-table.tsx';
import { fullTime } from '../../shown/time-ago.tsx';
import { useNow } from '../../shown/use-now.ts';
import { placeOf, timeOf, windowOrder } from './window-words.ts';

/** Deploy windows that are open or come. */
export function DeployWindows({ windows }: { readonly windows: readonly ApiDeployWindow[] }) {
  const now = useNow();
  return (
    <ListTable
      label="Deploy windows"
      columns={columns}
      rows={windows.toSorted(windowOrder(now))}
      keyOf={({ cluster, changeId, from }) => `${cluster} ${changeId} ${from}`}
    />
  );
}

const columns: readonly ListColumn<ApiDeployWindow>[] = [
  { title: 'Change', cell: ({ changeId }) => <ClusterText text={changeId} code /> },
  { title: 'When', narrow: true, cell: (window) => <When window={window} /> },
  { title: 'Where', cell: (window) => <ClusterText text={placeOf(window)} /> },
  { title: 'Who', cell: ({ who }) => <ClusterText text={who} most={80} /> },
  { title: 'Why', cell: ({ reason }) => <ClusterText text={reason} /> },
];

function When({ window }: { readonly window: ApiDeployWindow }) {
  const now = useNow();
  return <span title={`${fullTime(window.from)} to ${fullTime(window.until)}`}>{timeOf(window, now)}</span>;
}
