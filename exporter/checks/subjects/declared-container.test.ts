import { describe, expect, it } from 'vitest';
import { observed } from '../../testing/world.ts';
import { Judged } from '../judged.ts';
import { declaredContainer, servingContainer } from './declared-container.ts';
import { containerWith, soundPod } from './pod.ts';

const spec = {
  containers: [containerWith({}), containerWith({ name: 'second' })],
  initContainers: [containerWith({ name: 'init' }), containerWith({ name: 'sidecar', restartPolicy: 'Always' })],
  ephemeralContainers: [containerWith({ name: 'debug' })],
};

describe('containers', () => {
  it.each([
    ['that can be declared', declaredContainer, ['app', 'second', 'init', 'sidecar']],
    ['that keep running', servingContainer, ['app', 'second']],
  ] as const)('%s leave out the others', (_claim, subject, names) => {
    const { kind, object } = observed(soundPod({ spec }));
    expect(subject.of(new Judged(kind, object)).map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['Always', 1],
    [undefined, 1],
    [null, 1],
    ['Never', 0],
    ['OnFailure', 0],
  ])('of a Pod that restarts %s: %i keep running', (restartPolicy, count) => {
    const { kind, object } = observed(soundPod({ spec: { restartPolicy } }));
    expect(servingContainer.of(new Judged(kind, object))).toHaveLength(count);
  });
});
