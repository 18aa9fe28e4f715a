import { describe, expect, it } from 'vitest';
import { readPath } from './field-path.ts';

const object = {
  metadata: { labels: { team: 'shop', 'pod-security.kubernetes.io/enforce': 'baseline', 'a.b': 'dotted' } },
  data: { 'config.conf': 'text', config: 'other' },
  spec: { containers: [{ name: 'app', image: 'x' }, { name: 'side' }], replicas: 0, empty: '', nothing: null },
};

describe('a path of a field', () => {
  it.each([
    ['spec.containers[0].image', 'x'],
    ['spec.containers[1]', { name: 'side' }],
    ['metadata.labels[pod-security.kubernetes.io/enforce]', 'baseline'],
    ['metadata.labels.a.b', 'dotted'],
    ['data.config.conf', 'text'],
    ['data[config.conf]', 'text'],
    ['data.config', 'other'],
    ['spec.replicas', 0],
    ['spec.empty', ''],
    ['spec.nothing', null],
    ['', object],
  ])('leads from %s to its value', (path, value) => {
    expect(readPath(object, path)).toEqual({ found: 'value', value });
  });

  it.each([
    'spec.paused',
    'spec.containers[2]',
    'spec.containers[2].image',
    'spec.containers[1].image',
    'spec.nothing.more',
    'metadata.labels[constructor]',
    'spec.constructor',
    '__proto__.polluted',
    'spec.containers[',
    'spec.replicas.more',
  ])('leads from %s to nothing', (path) => {
    expect(readPath(object, path)).toMatchObject({ found: expect.stringMatching(/nothing|elsewhere/) as string });
  });

  it('that does not say which element of a list it means leads elsewhere', () => {
    expect(readPath(object, 'spec.containers.image')).toEqual({ found: 'elsewhere' });
    expect(readPath(object, 'spec.containers[app]')).toEqual({ found: 'elsewhere' });
  });
});
