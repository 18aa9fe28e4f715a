import { panelRules } from './panels.ts';
import { queryRules } from './queries.ts';
import type { DashboardRule } from './rule.ts';
import { structureRules } from './structure.ts';

/** Everything that our dashboards keep to; ours rather than Grafana's linter, which exists for Go alone. */
export const dashboardRules: readonly DashboardRule[] = [...structureRules, ...panelRules, ...queryRules];
