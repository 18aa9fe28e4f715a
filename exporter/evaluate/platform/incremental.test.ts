import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import { patched, type Manifest } from '../../checks/patch.ts';
import { Inventory } from '../../model/inventory.ts';
import { parseVersion } from '../../model/version.ts';
import { observed } from '../../testing/world.ts';
import { Engine } from '../engine.ts';
import { Evaluator } from '../evaluator.ts';
import { platformExemptions } from './index.ts';
import { aks } from './pristine/aks.ts';
import { binding, clusterRole } from './pristine/access.ts';
import { nameOf } from './pristine/cluster.ts';
import { placeOf } from './pristine/judge.ts';
import { workload } from './pristine/workload.ts';
import { gke } from './pristine/gke.ts';

/** What the exemptions below rest on: rights and their holders, the provider, and what runs in a namespace. */
const asked = new Set(['ClusterRole', 'ClusterRoleBinding', 'ControlPlane', 'DaemonSet', 'Namespace', 'Deployment']);
const held = [...aks.manifests, ...gke.manifests.filter((manifest) => placeOf(manifest).includes('gmp-system'))];
const cluster = [...new Map(held.map((manifest) => [placeOf(manifest), manifest])).values()].filter(({ kind }) =>
  asked.has(kind),
);
const running = checks.filter(
  ({ id }) => id.startsWith('rbac-') || id.startsWith('workload-') || id.startsWith('ns-') || id === 'pod-privileged',
);

function found(name: string): Manifest {
  const manifest = cluster.find((candidate) => nameOf(candidate) === name);
  if (manifest === undefined) throw new Error(`nothing is called ${name}`);
  return manifest;
}

/** Changes that begin or end an exemption of an object other than the one that changes. */
const edits: readonly Manifest[] = [
  binding('backdoor', 'ama-logs-reader', ['ServiceAccount/default/default']),
  binding('backdoor', 'cluster-admin', ['ServiceAccount/kube-system/ama-logs']),
  binding('aks-service', 'aks-service', ['User/aks-support', 'User/mallory']),
  binding('cluster-admin', 'cluster-admin', ['Group/system:masters', 'User/mallory']),
  clusterRole('ama-logs-reader', 'get+list :pods+nodes/proxy', 'create :pods/exec'),
  patched(found('control-plane'), { spec: { provider: 'kubeadm' } }),
  workload({ kind: 'Deployment', namespace: 'gmp-system', name: 'app', containers: [{ name: 'app', image: 'app:1' }] }),
];

describe('an exemption that rests on other objects', () => {
  it('begins and ends with them, whatever the order of changes', () => {
    const change = fc.record({ at: fc.nat(edits.length - 1), what: fc.constantFrom('edit', 'restore') });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const inventory = filled(cluster);
        const engine = engineOver(inventory);
        engine.dueAll();
        drain(engine);
        for (const { at, what } of changes) {
          const edit = edits[at];
          if (edit === undefined) continue;
          const original = cluster.find((manifest) => placeOf(manifest) === placeOf(edit));
          if (what === 'edit') inventory.put(observed(edit));
          else if (original !== undefined) inventory.put(observed(original));
          else {
            const { kind, object } = observed(edit);
            inventory.remove(kind, object.metadata.namespace, object.metadata.name);
          }
          drain(engine);
        }
        const anew = engineOver(inventory);
        anew.dueAll();
        drain(anew);
        expect(stateOf(engine)).toEqual(stateOf(anew));
      }),
      { numRuns: 25 },
    );
  });

  it.each(edits.map((edit) => [placeOf(edit), edit] as const))('changes elsewhere with %s', (_, edit) => {
    const changed = [...cluster.filter((manifest) => placeOf(manifest) !== placeOf(edit)), edit];
    const elsewhere = (engine: Engine) => stateOf(engine).filter((line) => !line.startsWith(`${edit.kind} `));
    expect(elsewhere(evaluatedAnew(changed))).not.toEqual(elsewhere(evaluatedAnew(cluster)));
  });
});

function filled(manifests: readonly Manifest[]): Inventory {
  const version = parseVersion(aks.version);
  const inventory = new Inventory({ complete: true, ...(version && { version }) });
  inventory.setNow(Date.parse('2026-06-15T00:00:00Z'));
  for (const manifest of manifests) inventory.put(observed(manifest));
  return inventory;
}

function evaluatedAnew(manifests: readonly Manifest[]): Engine {
  const engine = engineOver(filled(manifests));
  engine.dueAll();
  drain(engine);
  return engine;
}

function engineOver(inventory: Inventory): Engine {
  const evaluator = new Evaluator({
    checks: running,
    inventory,
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  return new Engine(inventory, evaluator);
}

function drain(engine: Engine): void {
  for (const _ of engine.drain()) void _;
}

/** Each offence in a line, with the exemption that accepts it. */
function stateOf(engine: Engine): readonly string[] {
  return [...engine.evaluations()]
    .flatMap(([key, { violations }]) =>
      violations.map(
        ({ check, path, part, exemption }) =>
          `${key.replaceAll('/', ' ')} ${running[check]?.id} ${path} ${part} ${exemption?.id ?? 'open'}`,
      ),
    )
    .sort();
}
