import type { Check } from '../checks/define.ts';
import type { Engine } from '../evaluate/engine.ts';
import { codeOf } from '../evaluate/evaluator.ts';
import { scoreOf } from '../evaluate/score.ts';
import { Tally } from '../evaluate/tally.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { poolOf } from '../model/node-pool.ts';
import { objectKey, type KubeObject } from '../model/object.ts';
import { at } from '../model/record.ts';
import type { NodePool } from '../publish/posture.ts';

/** Kinds that say something of one node, whose name they bear. */
const nodeKinds: readonly KindName[] = ['Node', 'KubeletConfig'];

/** The posture of every pool of nodes, by name, so that the one that was left behind shows. */
export function nodePoolsOf(inventory: Inventory, engine: Engine, checks: readonly Check[]): readonly NodePool[] {
  const pools = Map.groupBy(inventory.list('Node'), (node) => poolOf(node).name);
  return [...pools]
    .map(([name, nodes]) => poolPosture(name, nodes, engine, checks))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function poolPosture(name: string, nodes: readonly KubeObject[], engine: Engine, checks: readonly Check[]): NodePool {
  const tally = new Tally(checks);
  const failing = new Map<number, number>();
  let unread = 0;
  for (const node of nodes) {
    let isRead = true;
    for (const kind of nodeKinds) {
      const evaluation = engine.evaluation(objectKey(kind, '', node.metadata.name));
      if (evaluation === undefined) {
        if (kind === 'KubeletConfig') isRead = false;
        continue;
      }
      tally.replace(undefined, evaluation);
      evaluation.results.forEach((code, check) => {
        if (code === codeOf.fail) failing.set(check, (failing.get(check) ?? 0) + 1);
        if (code === codeOf.unknown && kind === 'KubeletConfig') isRead = false;
      });
    }
    if (!isRead) unread += 1;
  }
  const score = scoreOf(tally)?.ratio;
  const [first] = nodes;
  const label = first === undefined ? undefined : poolOf(first).label;
  return {
    name,
    ...(label !== undefined && { label }),
    nodes: nodes.length,
    unread,
    ...(score !== undefined && { score }),
    kubelets: countsOf(nodes, 'kubeletVersion'),
    runtimes: countsOf(nodes, 'containerRuntimeVersion'),
    images: countsOf(nodes, 'osImage'),
    failing: [...failing].flatMap(([index, count]) => {
      const check = checks[index];
      return check === undefined ? [] : [{ check, nodes: count }];
    }),
  };
}

function countsOf(nodes: readonly KubeObject[], field: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const value = at(node, 'status', 'nodeInfo', field);
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
