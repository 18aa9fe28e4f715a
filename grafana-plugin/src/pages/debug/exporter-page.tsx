import { useLocation } from 'react-router-dom';
import { exporter } from '../../../../dashboards/pages/exporter.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { debugTabs } from './debug-tabs.ts';

/** Whether the exporter itself is well. */
export function ExporterPage() {
  const { search } = useLocation();
  return <ScenePage page={exporter} nav={debugTabs('Exporter', search)} />;
}
