import { dashboardUids } from '../../../dashboards/app-links.ts';
import { appBase, pages } from '../routes.ts';

/** Pages of the app that show what a dashboard shows. */
const pageOfDashboard: Readonly<Record<keyof typeof dashboardUids, string>> = {
  executive: pages.overview,
  onCall: pages.onCall,
  slo: pages.slos,
  debug: pages.debug,
  exporter: `${pages.debug}/exporter`,
  changes: `${pages.debug}/changes`,
};

const byUid = new Map(
  Object.entries(dashboardUids).map(([id, uid]) => [uid as string, pageOfDashboard[id as keyof typeof dashboardUids]]),
);

/** Where a link of the catalogue leads within the app: to the page instead of the dashboard, with the same time and choice. */
export function inAppUrl(url: string): string {
  const found = /^\/d\/([^/?]+)(.*)$/.exec(url);
  const page = byUid.get(found?.[1] ?? '');
  return page === undefined ? url : `${appBase}/${page}${found?.[2] ?? ''}`;
}
