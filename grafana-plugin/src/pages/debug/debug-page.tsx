import { useLocation } from 'react-router-dom';
import { debug } from '../../../../dashboards/pages/debug.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { DebugDetail } from './debug-detail.tsx';
import { debugTabs } from './debug-tabs.ts';

/** Everything on the way from the API of a cluster to a figure, for those who ask why it is what it is. */
export function DebugPage() {
  const { search } = useLocation();
  return <ScenePage page={debug} nav={debugTabs('Debug', search)} detail={DebugDetail} />;
}
