import { describe, expect, it } from 'vitest';
import { reasonParts } from './reason-parts.ts';

describe('a reason why a cluster is not clean', () => {
  it.each([
    [
      'Pod runs as root: 3 objects (pod-run-as-root).',
      { text: 'Pod runs as root: 3 objects', check: 'pod-run-as-root' },
    ],
    ['Service (public): 1 object (svc-public).', { text: 'Service (public): 1 object', check: 'svc-public' }],
    ['Cannot be seen now: rolebindings.', { text: 'Cannot be seen now: rolebindings.' }],
    ['connection refused (os error 111)', { text: 'connection refused (os error 111)' }],
  ])('%s is told in parts', (reason, parts) => {
    expect(reasonParts(reason)).toEqual(parts);
  });
});
