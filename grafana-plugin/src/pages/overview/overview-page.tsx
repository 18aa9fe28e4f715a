import { executive } from '../../../../dashboards/pages/executive.ts';
import type { Page } from '../../../../dashboards/pages/page.ts';
import { ScenePage } from '../../panels/scene-page.tsx';
import { StatementObject } from './statement-object.tsx';

/** Said above the panels in the app, which can say more than one panel. */
const said: ReadonlySet<string> = new Set(['standing', 'changed-this-week']);

const page: Page = {
  ...executive,
  rows: executive.rows.map((row) => ({ ...row, panels: row.panels.filter(({ panel }) => !said.has(panel.id)) })),
};
const statement = () => new StatementObject();

/** How the fleet stands, whether it gets better, and what it costs: for leadership. */
export function OverviewPage() {
  return <ScenePage page={page} nav={{ text: 'Overview' }} lead={statement} />;
}
