import { describe, expect, it } from 'vitest';
import type { ApiControl, ApiControlResult, ControlResult } from '../contract/index.ts';
import type { Check } from '../checks/define.ts';
import { podHostPid } from '../checks/pod-security/pod-host-pid.ts';
import { podPrivileged } from '../checks/pod-security/pod-privileged.ts';
import type { Manifest } from '../checks/patch.ts';
import type { Exempt } from '../evaluate/exemptions.ts';
import { createMemoryStore } from '../findings/memory-store.ts';
import { Unseen } from '../model/world.ts';
import { watched } from '../testing/watched.ts';
import { frameworkResult } from './framework-result.ts';

const house = (control: Partial<ApiControl>) => ({
  id: 'house',
  title: 'House rules',
  version: '1',
  source: '',
  controls: [{ id: 'a', title: 'A', section: '', state: 'covered', checks: [], optional: [], ...control } as const],
});

const pod = (spec: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'a' }], ...spec },
});

const bad = pod({ hostPID: true });
const good = pod({});
const blind: Check = {
  ...podHostPid,
  judge() {
    throw new Unseen('Its file cannot be seen.');
  },
};
const both = { checks: ['pod-privileged', 'pod-host-pid'] };

async function resultOf(world: {
  readonly running?: readonly Check[];
  readonly objects: readonly Manifest[];
  readonly control: Partial<ApiControl>;
  readonly exempt?: Exempt;
  readonly forbidden?: 'Pod';
}): Promise<ApiControlResult | undefined> {
  const { running = [podPrivileged, podHostPid], objects, control, exempt, forbidden } = world;
  const cluster = watched({
    name: 'prod',
    checks: running,
    store: createMemoryStore(),
    clock: () => 1_000_000,
    ...(exempt && { exempt }),
  });
  await cluster.become([...objects]);
  if (forbidden !== undefined) cluster.session.reception.status(forbidden, 'forbidden', 'no list');
  return frameworkResult(cluster.session, house(control)).controls[0];
}

describe('a control in a cluster', () => {
  it.each<[string, ControlResult, Parameters<typeof resultOf>[0]]>([
    ['passes where all its checks do', 'pass', { objects: [good], control: both }],
    ['fails where one of its checks does', 'fail', { objects: [bad], control: both }],
    ['does not apply where there is nothing to look at', 'not_applicable', { objects: [], control: both }],
    ['is for people where no check answers it', 'manual', { objects: [bad], control: { state: 'manual' } }],
    ['is unknown while a check of it is off', 'unknown', { running: [podPrivileged], objects: [good], control: both }],
    [
      'passes without an optional check that is off',
      'pass',
      { running: [podPrivileged], objects: [good], control: { ...both, optional: ['pod-host-pid'] } },
    ],
    [
      'is unknown when only optional checks answer it and they are off',
      'unknown',
      { running: [podPrivileged], objects: [good], control: { checks: ['pod-host-pid'], optional: ['pod-host-pid'] } },
    ],
    ['fails whatever is off', 'fail', { running: [podHostPid], objects: [bad], control: both }],
    [
      'is unknown where a check cannot tell',
      'unknown',
      { running: [podPrivileged, blind], objects: [good], control: both },
    ],
    [
      'is exempt where what fails is accepted',
      'exempt',
      { objects: [bad], control: both, exempt: () => ({ id: 'x', reason: 'y' }) },
    ],
    ['is unknown where a kind was never seen', 'unknown', { objects: [], control: both, forbidden: 'Pod' }],
  ])('%s', async (_claim, result, world) => {
    expect(await resultOf(world)).toMatchObject({ result });
  });

  it('names the checks that are off', async () => {
    const control = await resultOf({ running: [podPrivileged], objects: [good], control: both });
    expect(control).toMatchObject({ off: ['pod-host-pid'], counts: { pass: 1, fail: 0, exempt: 0, unknown: 0 } });
  });
});

describe('a framework in a cluster', () => {
  it('is all unknown or for people before the first evaluation, and has no score', () => {
    const { session } = watched({
      name: 'prod',
      checks: [podPrivileged],
      store: createMemoryStore(),
      clock: () => 1_000_000,
    });
    const result = frameworkResult(session, house({ checks: ['pod-privileged'] }));
    expect(result.results).toMatchObject({ unknown: 1, pass: 0, not_applicable: 0 });
    expect(result).not.toHaveProperty('score');
  });
});
