import { executive } from '../../../../dashboards/pages/executive.ts';
import { ScenePage } from '../../panels/scene-page.tsx';

/** How the fleet stands, whether it gets better, and what it costs: for leadership. */
export function OverviewPage() {
  return <ScenePage page={executive} title="Overview" />;
}
