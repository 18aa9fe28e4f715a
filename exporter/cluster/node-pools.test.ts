import { describe, expect, it } from 'vitest';
import { kubeletAnonymousAuth } from '../checks/kubelet/kubelet-anonymous-auth.ts';
import { kubeletSeccompDefault } from '../checks/kubelet/kubelet-seccomp-default.ts';
import type { Manifest } from '../checks/patch.ts';
import { Engine } from '../evaluate/engine.ts';
import { Evaluator } from '../evaluate/evaluator.ts';
import { noExemptions } from '../evaluate/exemptions.ts';
import { Inventory } from '../model/inventory.ts';
import { observed } from '../testing/world.ts';
import { nodePoolsOf } from './node-pools.ts';

const checks = [kubeletAnonymousAuth, kubeletSeccompDefault];

function node(name: string, labels: Readonly<Record<string, string>>, kubeletVersion = 'v1.36.1'): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { nodeInfo: { kubeletVersion, osImage: 'Flatcar' } },
  };
}

function kubelet(name: string, rest: object): Manifest {
  return { apiVersion: 'observed.plumbline/v1', kind: 'KubeletConfig', metadata: { name }, ...rest };
}

function poolsOf(...manifests: readonly Manifest[]) {
  const inventory = new Inventory({ complete: true });
  const onError = (_check: unknown, _object: unknown, error: unknown) => {
    throw error;
  };
  const engine = new Engine(inventory, new Evaluator({ checks, inventory, exempt: noExemptions, onError }));
  for (const manifest of manifests) inventory.put(observed(manifest));
  for (const _ of engine.drain());
  return nodePoolsOf(inventory, engine, checks);
}

const safe = { spec: { authentication: { anonymous: { enabled: false } }, seccompDefault: true } };
const lax = { spec: { authentication: { anonymous: { enabled: true } } } };

describe('pools of nodes', () => {
  it.each([
    ['the node group of EKS', { 'eks.amazonaws.com/nodegroup': 'spot' }, 'spot'],
    ['the pool of GKE', { 'cloud.google.com/gke-nodepool': 'spot' }, 'spot'],
    ['the agent pool of AKS', { 'kubernetes.azure.com/agentpool': 'spot' }, 'spot'],
    [
      'what Karpenter says before anybody else',
      { 'eks.amazonaws.com/nodegroup': 'x', 'karpenter.sh/nodepool': 'spot' },
      'spot',
    ],
    ['the control plane where nothing names a pool', { 'node-role.kubernetes.io/control-plane': '' }, 'control-plane'],
    ['the workers otherwise', {}, 'workers'],
  ])('are %s', (_, labels, name) => {
    expect(poolsOf(node('a', labels)).map((pool) => pool.name)).toEqual([name]);
  });

  it('show which pool was left behind', () => {
    const label = 'cloud.google.com/gke-nodepool';
    const pools = poolsOf(
      node('a', { [label]: 'new' }, 'v1.37.0'),
      node('b', { [label]: 'old' }, 'v1.35.0'),
      node('c', { [label]: 'old' }, 'v1.35.0'),
      kubelet('a', safe),
      kubelet('b', lax),
      kubelet('c', { spec: { ...safe.spec, seccompDefault: false } }),
    );
    expect(pools).toMatchObject([
      { name: 'new', label, nodes: 1, unread: 0, score: 1, failing: [] },
      {
        name: 'old',
        nodes: 2,
        unread: 0,
        failing: [
          { check: { id: 'kubelet-anonymous-auth' }, nodes: 1 },
          { check: { id: 'kubelet-seccomp-default' }, nodes: 2 },
        ],
      },
    ]);
    expect(pools[1]?.score).toBeLessThan(0.5);
    expect(pools.map(({ kubelets }) => [...kubelets])).toEqual([[['v1.37.0', 1]], [['v1.35.0', 2]]]);
  });

  it('count nodes that could not be read, and give them no verdict', () => {
    const [pool] = poolsOf(
      node('a', {}),
      node('b', {}),
      kubelet('a', { unread: 'worker a does not answer on port 10250' }),
    );
    expect(pool).toMatchObject({ nodes: 2, unread: 2, failing: [] });
    expect(pool).not.toHaveProperty('score');
  });
});
