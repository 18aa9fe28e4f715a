import type { ApiCluster } from '#contract';

/** A cluster of which everything is known and nothing is wrong; tests change what they are about. */
export const soundCluster: ApiCluster = {
  name: 'sound',
  watched: true,
  id: 'uid',
  kubernetesVersion: 'v1.37.2',
  provider: 'eks',
  up: true,
  ready: true,
  clean: true,
  notClean: [],
  score: 1,
  checkSet: 'x',
  coverage: 1,
  findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  results: { pass: 1, fail: 0, exempt: 0, unknown: 0, error: 0, not_applicable: 0 },
  drivers: [],
  kinds: [],
  leads: true,
};
