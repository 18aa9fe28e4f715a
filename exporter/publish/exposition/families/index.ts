import type { ApiFramework } from '../../../contract/index.ts';
import type { Family } from '../family.ts';
import { alertFamilies, type AlertsView } from './alerts.ts';
import { driftFamilies } from './drift.ts';
import { enforcementFamilies } from './enforcement.ts';
import { findingFamilies, type DrillsView } from './findings.ts';
import { identityFamilies } from './identity.ts';
import { latencyFamilies } from './latency.ts';
import { lifecycleFamilies, type LifecycleOptions } from './lifecycle.ts';
import { resultFamilies } from './results.ts';
import { scoreFamilies } from './score.ts';
import { windowFamilies } from './windows.ts';

export interface FamilyOptions extends LifecycleOptions {
  /** Whether findings are published per namespace too. */
  readonly namespaces: boolean;
  readonly alerts: AlertsView;
  readonly drills: DrillsView;
  /** Frameworks that have a score and whose controls checks are joined with. */
  readonly frameworks: readonly ApiFramework[];
}

/** Every family that is rendered per cluster. One whose source is not built is absent, which is not the same as 0. */
export function clusterFamilies(options: FamilyOptions): readonly Family[] {
  return [
    ...resultFamilies(),
    ...findingFamilies(options),
    ...lifecycleFamilies(options),
    ...driftFamilies(),
    ...enforcementFamilies(),
    ...alertFamilies(options.alerts),
    ...latencyFamilies(),
    ...scoreFamilies(options.frameworks),
    ...identityFamilies(),
    ...windowFamilies(),
  ];
}
