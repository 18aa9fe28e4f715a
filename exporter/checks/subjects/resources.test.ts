import { describe, expect, it } from 'vitest';
import { resMemoryLimit } from '../resources/res-memory-limit.ts';
import { resMemoryRequest } from '../resources/res-memory-request.ts';
import { judge } from '../../testing/judge.ts';
import { containerWith, soundPod } from './pod.ts';
import { isPositive } from './resources.ts';

describe('a quantity', () => {
  it.each<readonly [unknown, boolean]>([
    ['1', true],
    ['500m', true],
    ['0.5', true],
    ['.5', true],
    ['+1Gi', true],
    ['1e3', true],
    [0.1, true],
    [0, false],
    ['0', false],
    ['0.0', false],
    ['0Mi', false],
    ['0e3', false],
    ['-1', false],
    [-1, false],
    ['', false],
    [null, false],
    [undefined, false],
    [{}, false],
  ])('%j is more than nothing: %s', (quantity, result) => {
    expect(isPositive(quantity)).toBe(result);
  });
});

describe('resources of the pod as a whole', () => {
  const bare = [containerWith({ resources: undefined }), containerWith({ name: 'second', resources: undefined })];

  it.each([
    ['1.33', { limits: { memory: '1Gi' } }, 'fail', 'fail'],
    ['1.34', { limits: { memory: '1Gi' } }, 'pass', 'pass'],
    ['1.34', { requests: { memory: '1Gi' } }, 'fail', 'pass'],
    ['1.34', { limits: { cpu: '1' } }, 'fail', 'fail'],
  ] as const)('on %s, %j: limit %s, request %s', (version, resources, limit, request) => {
    const pod = soundPod({ spec: { resources, containers: bare } });
    expect(judge(resMemoryLimit, [pod], version).result).toBe(limit);
    expect(judge(resMemoryRequest, [pod], version).result).toBe(request);
  });
});

describe.each(['initContainers', 'containers'] as const)('%s', (role) => {
  it.each([undefined, 'Always'])('are held to limits, whatever restarts them: %s', (restartPolicy) => {
    const pod = soundPod({ spec: { [role]: [containerWith({ name: 'bad', resources: undefined, restartPolicy })] } });
    expect(judge(resMemoryLimit, [pod]).violations.map(({ path }) => path)).toEqual([
      `spec.${role}[0].resources.limits.memory`,
    ]);
  });
});

it('ephemeral containers take no resources and are not held to any', () => {
  const pod = soundPod({ spec: { ephemeralContainers: [containerWith({ name: 'debug', resources: undefined })] } });
  expect(judge(resMemoryLimit, [pod]).result).toBe('pass');
});
