import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import type { KindStatus } from '../contract/vocabulary.ts';
import { allKinds, Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { ObjectKey } from '../model/object.ts';
import { observed } from '../testing/world.ts';
import { Engine } from './engine.ts';
import { codes, Evaluator } from './evaluator.ts';
import { noExemptions } from './exemptions.ts';

function engineOver(inventory: Inventory): Engine {
  const evaluator = new Evaluator({
    checks,
    inventory,
    exempt: noExemptions,
    onError(check, _object, error) {
      throw new Error(`${check.id} threw`, { cause: error });
    },
  });
  return new Engine(inventory, evaluator);
}

/** Everything an engine knows, in a comparable form. */
function state(engine: Engine): unknown {
  const evaluations = [...engine.evaluations()]
    .map(([key, { results, violations }]) => [
      key,
      [...results].join(),
      violations.map(({ check, path, message }) => `${check} ${path} ${message}`),
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const counts = checks.map((_, index) =>
    codes.filter((code) => code !== 'none').map((code) => engine.tally.count(index, code)),
  );
  return { evaluations, counts };
}

const namespaces = ['shop', 'bank'];
const names = ['a', 'b'];

const place = fc.record({ namespace: fc.constantFrom(...namespaces), name: fc.constantFrom(...names) });
const podSpec = fc.record({
  hostPID: fc.boolean(),
  serviceAccountName: fc.constantFrom('a', 'b', undefined),
  privileged: fc.boolean(),
});
const template = ({
  hostPID,
  serviceAccountName,
  privileged,
}: {
  hostPID: boolean;
  serviceAccountName: string | undefined;
  privileged: boolean;
}) => ({
  metadata: { labels: { app: serviceAccountName ?? 'a' } },
  spec: { hostPID, serviceAccountName, containers: [{ name: 'app', image: 'app', securityContext: { privileged } }] },
});

const manifest: fc.Arbitrary<Manifest> = fc.oneof(
  fc.tuple(place, podSpec).map(([metadata, spec]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { template: template(spec) },
  })),
  fc.tuple(place, podSpec, fc.option(fc.constantFrom(...names))).map(([metadata, spec, owner]) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...metadata,
      ...(owner !== null && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: owner, controller: true }],
      }),
    },
    spec: { template: template(spec) },
  })),
  fc
    .tuple(place, podSpec)
    .map(([metadata, spec]) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec: template(spec).spec })),
  fc.tuple(place, fc.option(fc.boolean())).map(([metadata, automount]) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    ...(automount !== null && { automountServiceAccountToken: automount }),
  })),
  fc.tuple(fc.constantFrom(...namespaces), fc.boolean()).map(([name, labelled]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: labelled ? { 'pod-security.kubernetes.io/enforce': 'baseline' } : {} },
  })),
  place.map((metadata) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: {} },
  })),
  fc
    .tuple(place, fc.constantFrom('ClusterIP', 'LoadBalancer'), fc.constantFrom(...names))
    .map(([metadata, type, app]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { type, selector: { app } },
    })),
  fc.tuple(place, fc.constantFrom(...names)).map(([metadata, name]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: { defaultBackend: { service: { name } } },
  })),
  fc.tuple(fc.constantFrom(...names), fc.boolean()).map(([name, external]) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { providerID: external ? 'aws:///zone/i-1' : 'metal' },
    status: { addresses: [{ type: external ? 'ExternalIP' : 'InternalIP', address: '192.0.2.1' }] },
  })),
  fc.tuple(fc.constantFrom(...names), fc.constantFrom('secrets', 'pods', '*')).map(([name, resource]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    rules: [{ apiGroups: ['', '*'], resources: [resource], verbs: ['*'] }],
  })),
  fc.tuple(fc.constantFrom(...names), fc.constantFrom('collect', 'other')).map(([name, label]) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels: { [label]: 'yes' } },
    ...(label === 'other'
      ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { collect: 'yes' } }] } }
      : { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] }),
  })),
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom('', ...namespaces),
      fc.constantFrom('a', 'b', 'cluster-admin', 'edit'),
      fc.constantFrom(
        { kind: 'User', name: 'eve' },
        { kind: 'ServiceAccount', name: 'a', namespace: 'shop' },
        { kind: 'ServiceAccount', name: 'default', namespace: 'bank' },
        { kind: 'Group', name: 'system:serviceaccounts:shop' },
        { kind: 'Group', name: 'system:authenticated' },
      ),
    )
    .map(([name, namespace, role, subject]) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name, ...(namespace !== '' && { namespace }) },
      roleRef: { kind: 'ClusterRole', name: role },
      subjects: [subject],
    })),
);

type Edit =
  | { readonly do: 'put'; readonly manifest: Manifest }
  | { readonly do: 'remove'; readonly manifest: Manifest }
  | { readonly do: 'status'; readonly kind: KindName; readonly status: KindStatus }
  | { readonly do: 'version'; readonly minor: number }
  | { readonly do: 'drain'; readonly steps: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: manifest.map((m) => ({ do: 'put' as const, manifest: m })) },
  { weight: 3, arbitrary: manifest.map((m) => ({ do: 'remove' as const, manifest: m })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom<KindName>(
          'Deployment',
          'ReplicaSet',
          'ServiceAccount',
          'NetworkPolicy',
          'ClusterRole',
          'ClusterRoleBinding',
        ),
        fc.constantFrom<KindStatus>('synced', 'forbidden', 'stale', 'absent'),
      )
      .map(([kind, status]) => ({ do: 'status' as const, kind, status })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 24, max: 37 }).map((minor) => ({ do: 'version' as const, minor })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 5 }).map((steps) => ({ do: 'drain' as const, steps })) },
);

function apply(inventory: Inventory, change: Edit): void {
  if (change.do === 'put') inventory.put(observed(change.manifest));
  if (change.do === 'remove') {
    const { kind, object } = observed(change.manifest);
    inventory.remove(kind, object.metadata.namespace, object.metadata.name);
  }
  if (change.do === 'status') inventory.setStatus(change.kind, change.status);
  if (change.do === 'version') inventory.setVersion({ major: 1, minor: change.minor });
}

function visible(complete: boolean): Inventory {
  const inventory = new Inventory({ complete });
  if (!complete) for (const kind of allKinds) inventory.setStatus(kind, 'synced');
  return inventory;
}

describe.each([true, false])('incremental evaluation in a world that is complete: %s', (complete) => {
  it('equals a full evaluation after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const inventory = visible(complete);
        const engine = engineOver(inventory);
        const fresh = visible(complete);
        for (const change of edits) {
          if (change.do === 'drain') {
            let left = change.steps;
            for (const _ of engine.drain(() => --left <= 0)) void _;
          } else {
            apply(inventory, change);
            apply(fresh, change);
          }
        }
        for (const _ of engine.drain()) void _;

        const full = engineOver(fresh);
        full.dueAll();
        for (const _ of full.drain()) void _;
        expect(state(engine)).toEqual(state(full));
      }),
      { numRuns: 200 },
    );
  });
});

describe('an engine', () => {
  it('judges only what a change touches', () => {
    const inventory = visible(true);
    const engine = engineOver(inventory);
    const pod = (name: string, labels = {}): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', labels },
      spec: { containers: [{ name: 'app' }] },
    });
    for (let index = 0; index < 100; index++) inventory.put(observed(pod(`p${index}`)));
    for (const _ of engine.drain()) void _;
    inventory.put(observed(pod('p7')));
    expect([...engine.drain()]).toEqual([]);
    inventory.put(observed(pod('p7', { app: 'p7' })));
    expect([...engine.drain()].map(({ key }) => key)).toEqual(['Pod/shop/p7']);
  });

  it('judges again what derived rights depend on, and nothing else', () => {
    const inventory = visible(true);
    const engine = engineOver(inventory);
    const pod = (name: string, serviceAccountName: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
      spec: { serviceAccountName, containers: [{ name: 'app' }] },
    });
    const role = (resource: string): Manifest => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'workers' },
      rules: [{ apiGroups: [''], resources: [resource], verbs: ['create'] }],
    });
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'workers' },
      roleRef: { kind: 'ClusterRole', name: 'workers' },
      subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
    };
    const drained = () => [...engine.drain()].map(({ key }) => key).filter((key) => key.startsWith('Pod/'));
    const takesOver = (key: ObjectKey) =>
      engine.evaluation(key)?.violations.some(({ check }) => checks[check]?.id === 'workload-takeover-rbac');
    for (const manifest of [pod('web-1', 'web'), pod('web-2', 'web'), pod('api', 'api'), role('events')]) {
      inventory.put(observed(manifest));
    }
    drained();
    inventory.put(observed(binding));
    expect(drained()).toEqual(['Pod/shop/web-1', 'Pod/shop/web-2']);
    expect(takesOver('Pod/shop/web-2')).toBe(false);
    inventory.put(observed(role('pods')));
    expect(drained()).toEqual(['Pod/shop/web-1', 'Pod/shop/web-2']);
    expect(takesOver('Pod/shop/web-2')).toBe(true);
    inventory.remove('ClusterRoleBinding', '', 'workers');
    expect(drained()).toEqual(['Pod/shop/web-1', 'Pod/shop/web-2']);
    expect(takesOver('Pod/shop/web-1')).toBe(false);
  });

  it('does not judge what a controller answers for, seen or not', () => {
    const inventory = visible(false);
    const engine = engineOver(inventory);
    inventory.put(
      observed({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: 'web-1',
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }],
        },
        spec: {},
      }),
    );
    expect([...engine.drain()].map(({ after }) => after)).toEqual([undefined]);
    inventory.setStatus('Deployment', 'forbidden');
    expect([...engine.drain()].map(({ after }) => after !== undefined)).toEqual([true]);
  });

  it('judges what changed before the rest of a full pass', () => {
    const inventory = visible(true);
    const engine = engineOver(inventory);
    const pod = (name: string, labels = {}): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', labels },
      spec: {},
    });
    for (const name of ['a', 'b', 'c']) inventory.put(observed(pod(name)));
    for (const _ of engine.drain()) void _;
    engine.dueAll();
    inventory.put(observed(pod('c', { app: 'c' })));
    expect([...engine.drain()].map(({ key }) => key)).toEqual(['Pod/shop/c', 'Pod/shop/a', 'Pod/shop/b']);
  });
});
