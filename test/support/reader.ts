import { checks } from '../../exporter/checks/index.ts';
import { controlPlanePaths } from '../../exporter/ingest/probes/control-plane.ts';
import { isServedByApi, kinds } from '../../exporter/model/kinds.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import type { PolicyRule } from './real-cluster.ts';

/** Exactly the permissions that the shipped checks need: one rule for each kind, and one for what probes read. */
export const readerRules: readonly PolicyRule[] = [
  ...kindsNeeded(checks)
    .filter(isServedByApi)
    .map((name) => ({
      apiGroups: [kinds[name].group],
      resources: [kinds[name].resource],
      verbs: ['get', 'list', 'watch'],
    })),
  { nonResourceURLs: controlPlanePaths, verbs: ['get'] },
];
