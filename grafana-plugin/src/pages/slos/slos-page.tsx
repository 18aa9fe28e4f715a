import { Navigate, useLocation } from 'react-router-dom';
import { slo } from '../../../../dashboards/pages/slo.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { withConsumption } from './consumed-when.ts';
import { chosenByLink } from './slo-link.ts';
import { SloOverview } from './slo-overview.tsx';

const page = withConsumption(slo);
const overview = () => new SloOverview();

/** What was promised, what is left of it, and what used it up. */
export function SlosPage() {
  const { pathname, search } = useLocation();
  const chosen = chosenByLink(search);
  if (chosen !== undefined) return <Navigate replace to={`${pathname}?${chosen}`} />;
  return <ScenePage page={page} nav={{ text: 'SLOs' }} lead={overview} />;
}
