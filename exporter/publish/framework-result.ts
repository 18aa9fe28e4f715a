import {
  controlResults,
  type ApiControl,
  type ApiControlResult,
  type ApiFramework,
  type ApiFrameworkResult,
  type ControlResult,
} from '../contract/index.ts';
import { indexesOf } from '../checks/frameworks/summary.ts';
import { scoreOf } from '../evaluate/score.ts';
import type { ClusterView } from './posture.ts';

type Counts = ApiControlResult['counts'];

/**
 * A framework as one cluster stands to it. Nothing passes that was not seen: a control is unknown where a check of it
 * that is not optional is off, or one threw or cannot see a kind, unless another of its checks fails. Before the first
 * evaluation all are unknown.
 */
export function frameworkResult(cluster: ClusterView, framework: ApiFramework): ApiFrameworkResult {
  const { controls, ...about } = framework;
  const counts = countsByCheck(cluster);
  const told = controls.map((control) => controlResult(control, counts));
  const results = Object.fromEntries(controlResults.map((result) => [result, 0])) as Record<ControlResult, number>;
  for (const { result } of told) results[result] += 1;
  const posture = cluster.posture?.counts;
  const score = posture && scoreOf(posture, indexesOf(framework, posture.checks));
  return { ...about, cluster: cluster.name, ...(score && { score: score.ratio }), results, controls: told };
}

/** Results of every check that runs; a kind that was never seen counts as one unknown result. */
function countsByCheck(cluster: ClusterView): ReadonlyMap<string, Counts> {
  const { posture } = cluster;
  if (posture === undefined) return new Map();
  const unseen = new Set(
    cluster
      .kinds()
      .filter(({ status, objects }) => status !== 'synced' && status !== 'absent' && objects === 0)
      .map(({ kind }) => kind),
  );
  const { counts } = posture;
  return new Map(
    counts.checks.map(({ id, kinds }, index) => {
      const blind = kinds.filter((kind) => unseen.has(kind)).length;
      const unknown = counts.count(index, 'unknown') + counts.count(index, 'error') + blind;
      const count = (result: 'pass' | 'fail' | 'exempt') => counts.count(index, result);
      return [id, { pass: count('pass'), fail: count('fail'), exempt: count('exempt'), unknown }];
    }),
  );
}

function controlResult(control: ApiControl, byCheck: ReadonlyMap<string, Counts>): ApiControlResult {
  const sum = { pass: 0, fail: 0, exempt: 0, unknown: 0 };
  for (const check of control.checks) {
    const counts = byCheck.get(check);
    if (counts === undefined) continue;
    sum.pass += counts.pass;
    sum.fail += counts.fail;
    sum.exempt += counts.exempt;
    sum.unknown += counts.unknown;
  }
  const off = control.checks.filter((check) => !byCheck.has(check));
  return { ...control, result: verdict(control, sum, off), counts: sum, off };
}

function verdict(
  { checks, optional }: ApiControl,
  { pass, fail, exempt, unknown }: Counts,
  off: readonly string[],
): ControlResult {
  if (checks.length === 0) return 'manual';
  if (fail > 0) return 'fail';
  const missing = off.length === checks.length || off.some((check) => !optional.includes(check));
  if (unknown > 0 || missing) return 'unknown';
  if (exempt > 0) return 'exempt';
  return pass > 0 ? 'pass' : 'not_applicable';
}
