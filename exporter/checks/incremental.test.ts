import { describe, expect, it } from 'vitest';
import { Engine } from '../evaluate/engine.ts';
import { codes, Evaluator } from '../evaluate/evaluator.ts';
import { noExemptions } from '../evaluate/exemptions.ts';
import { objectKey, type ObjectKey, type Observed } from '../model/object.ts';
import { judge } from '../testing/judge.ts';
import { observed, worldOf } from '../testing/world.ts';
import type { Check } from './define.ts';
import { checks } from './index.ts';
import type { Manifest } from './patch.ts';

const all: readonly Check[] = checks;

/** One check over a cluster to which objects come and from which they go. */
function watched(check: Check, version: string | undefined) {
  const inventory = worldOf([], version);
  const evaluator = new Evaluator({
    checks: [check],
    inventory,
    exempt: noExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  const engine = new Engine(inventory, evaluator);
  const settle = (): void => {
    for (const step of engine.drain()) void step;
  };
  return {
    put(item: Observed) {
      inventory.put(item);
      settle();
    },
    remove({ kind, object: { metadata } }: Observed) {
      inventory.remove(kind, metadata.namespace, metadata.name);
      settle();
    },
    resultOf: (item: Observed) => codes[engine.evaluation(keyOf(item))?.results[0] ?? 0],
  };
}

function keyOf({ kind, object: { metadata } }: Observed): ObjectKey {
  return objectKey(kind, metadata.namespace, metadata.name);
}

describe.each(all.filter(({ examples }) => examples.some(({ manifests }) => manifests.length > 1)))('$id', (check) => {
  const examples = check.examples.filter(({ manifests }) => manifests.length > 1);

  it.each(examples)('follows what comes and goes around it, when $when', ({ manifests, settings, version, result }) => {
    const configured = settings === undefined ? check : check.configured(settings);
    const subject = observed(manifests[0]);
    // An example may spell out the object that is judged among those around it.
    const others = manifests.map(observed).filter((other) => keyOf(other) !== keyOf(subject));
    const alone = judge(configured, [manifests[0]], version).result;
    const cluster = watched(configured, version);
    cluster.put(subject);
    expect(cluster.resultOf(subject)).toBe(alone);
    for (const other of others) cluster.put(other);
    expect(cluster.resultOf(subject)).toBe(result);
    for (const other of others.toReversed()) cluster.remove(other);
    expect(cluster.resultOf(subject)).toBe(alone);
  });
});

it('a Service wakes no workload but those that bear its label', () => {
  const deployment = (name: string): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      template: {
        metadata: { labels: { app: name, 'app.kubernetes.io/managed-by': 'Helm' } },
        spec: { containers: [{ name }] },
      },
    },
  });
  const service = (port: number): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port }] },
  });
  const inventory = worldOf([deployment('web'), deployment('api'), deployment('jobs'), service(80)]);
  const evaluator = new Evaluator({
    checks: all,
    inventory,
    exempt: noExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  const engine = new Engine(inventory, evaluator);
  engine.dueAll();
  for (const step of engine.drain()) void step;
  inventory.put(observed(service(8080)));
  expect([...engine.drain()].map(({ key }) => key).sort()).toEqual([
    objectKey('Deployment', 'shop', 'web'),
    objectKey('Service', 'shop', 'web'),
  ]);
});
