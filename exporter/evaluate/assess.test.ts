import { describe, expect, it } from 'vitest';
import { results as allResults } from '../contract/vocabulary.ts';
import { defineCheck, type Check } from '../checks/define.ts';
import { soundPod } from '../checks/subjects/pod.ts';
import { container } from '../checks/subjects/container.ts';
import type { Manifest } from '../checks/patch.ts';
import { Inventory } from '../model/inventory.ts';
import { createOwnerDirectory } from '../owners/directory.ts';
import { observed, worldOf } from '../testing/world.ts';
import { assess, type AssessDeps } from './assess.ts';
import { noExemptions } from './exemptions.ts';

const privileged = defineCheck({
  id: 'sample-privileged',
  title: 'Container runs privileged',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {},
  because: 'It is a sample.',
  remedy: 'Do not.',
  subject: container,
  fields: ['securityContext.privileged'],
  violatedBy: ({ container: { securityContext } }) => securityContext?.privileged === true,
  fix: { securityContext: { privileged: false } },
  examples: { violating: {}, compliant: {} },
});
const throwing: Check = {
  ...privileged,
  id: 'sample-throwing',
  judge() {
    throw new Error('broken on purpose');
  },
};

const bad = { securityContext: { privileged: true } };
const deployment: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    template: {
      metadata: { labels: { team: 'checkout' } },
      spec: {
        containers: [
          { name: 'app', ...bad },
          { name: 'vendor', ...bad },
        ],
        initContainers: [{ name: 'init' }],
      },
    },
  },
};

const assessed = (more: Partial<AssessDeps> = {}) =>
  assess({
    inventory: worldOf([deployment, soundPod({})]),
    checks: [privileged],
    exempt: noExemptions,
    owners: createOwnerDirectory(),
    cluster: 'prod',
    listed: new Set(allResults),
    onError() {},
    ...more,
  });

describe('assess', () => {
  it('lists failures per container with a patch, other results per check and object, and names the team', () => {
    const { results, patches, counts, failures, objects, coverage } = assessed();
    expect(
      results.map(({ result, object, container: name, owner }) => [result, object.name, name, owner.team]),
    ).toEqual([
      ['pass', 'app', undefined, 'unowned'],
      ['fail', 'web', 'app', 'checkout'],
      ['fail', 'web', 'vendor', 'checkout'],
    ]);
    expect(results.map((result) => patches.has(result))).toEqual([false, true, true]);
    expect([counts.fail, counts.pass, failures.critical, objects, coverage]).toEqual([1, 1, 2, 2, 1]);
  });

  it('shows what an exemption accepts beside what it does not, with its reason', () => {
    const vendor = { id: 'vendor', reason: 'Shipped like this.' };
    const { results, failures } = assessed({
      exempt: (_check, _judged, offence) => (offence.container === 'vendor' ? vendor : undefined),
    });
    const ofWeb = results.filter(({ object }) => object.name === 'web');
    expect(ofWeb).toMatchObject([
      { result: 'fail', container: 'app' },
      { result: 'exempt', container: 'vendor', exemption: vendor },
    ]);
    expect(failures.critical).toBe(1);
  });

  it('reports a check that throws as an error of the objects it threw on, and goes on', () => {
    const { results, coverage } = assessed({ checks: [throwing, privileged], listed: new Set(['error', 'fail']) });
    expect(results.map(({ check, result }) => `${check} ${result}`).toSorted()).toEqual([
      'sample-privileged fail',
      'sample-privileged fail',
      'sample-throwing error',
      'sample-throwing error',
    ]);
    expect(results.find(({ result }) => result === 'error')?.message).toBe('broken on purpose');
    expect(coverage).toBe(0.5);
  });

  it('judges in a pod of a controller only what was added to it while it ran', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d', controller: true };
    const ofController = (name: string, spec: object): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', ownerReferences: [owner] },
      spec: { containers: [{ name: 'app', ...bad }], ...spec },
    });
    const inventory = new Inventory();
    for (const kind of ['Pod', 'ReplicaSet'] as const) inventory.setStatus(kind, 'synced');
    for (const pod of [
      ofController('quiet', {}),
      ofController('debugged', { ephemeralContainers: [{ name: 'debugger', ...bad }] }),
      ofController('looked-at', { ephemeralContainers: [{ name: 'debugger' }] }),
    ])
      inventory.put(observed(pod));
    const { results, objects } = assessed({ inventory });
    expect(results.map(({ object, result, container: name }) => [object.name, result, name])).toEqual([
      ['debugged', 'fail', 'debugger'],
      ['looked-at', 'not_applicable', undefined],
    ]);
    expect(objects).toBe(2);
  });

  it('never calls an object of a kind that cannot be seen passed', () => {
    const inventory = new Inventory();
    inventory.put(observed(soundPod({})));
    inventory.setStatus('Pod', 'stale');
    const { results } = assessed({ inventory });
    expect(results.map(({ result }) => result)).toEqual(['unknown']);
  });
});
