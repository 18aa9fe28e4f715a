import { checks } from '../../exporter/checks/index.ts';
import { controlPlanePaths } from '../../exporter/ingest/probes/control-plane.ts';
import { isServedByApi, kinds, type Kind, type KindName } from '../../exporter/model/kinds.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import type { PolicyRule } from './real-cluster.ts';

/** Secrets and the like are read only where the configuration says so. */
function isReadUnasked(name: KindName): boolean {
  const { optIn }: Kind = kinds[name];
  return optIn === undefined;
}

/** Exactly the permissions that are needed: one rule for each kind of a check, one for Events, one for what probes read. */
export const readerRules: readonly PolicyRule[] = [
  ...kindsNeeded(checks)
    .filter((name) => isServedByApi(name) && isReadUnasked(name))
    .map((name) => ({
      apiGroups: [kinds[name].group],
      resources: [kinds[name].resource],
      verbs: ['get', 'list', 'watch'],
    })),
  { apiGroups: [''], resources: ['events'], verbs: ['get', 'list', 'watch'] },
  { nonResourceURLs: controlPlanePaths, verbs: ['get'] },
];

/**
 * Leaves out what these test clusters keep out of sight: their control plane runs beside the cluster, and no network
 * plugin runs at all. Everything else has a verdict.
 */
export const onlyWhatShows = {
  PLUMBLINE_CHECKS_DISABLE: 'category:control-plane,category:cluster,netpol-cni-unsupported',
} as const;
