import { useLocation } from 'react-router-dom';
import { changes } from '../../../../dashboards/pages/changes.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { debugTabs } from './debug-tabs.ts';

/** What began and ended, and what was changed past GitOps. */
export function ChangesPage() {
  const { search } = useLocation();
  return <ScenePage page={changes} nav={debugTabs('Changes', search)} />;
}
