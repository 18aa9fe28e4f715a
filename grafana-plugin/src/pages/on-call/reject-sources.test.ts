import { describe, expect, it } from 'vitest';
import { sightOfRejects } from './reject-sources.ts';

describe('whether denials can be seen', () => {
  it('is told cluster by cluster: one source is enough, and none has a reason', () => {
    const sight = sightOfRejects([
      { cluster: 'a', source: 'event', connected: false, problem: 'not allowed to list events' },
      { cluster: 'a', source: 'audit', connected: true },
      { cluster: 'b', source: 'event', connected: false, problem: 'not allowed to list events' },
      { cluster: 'b', source: 'audit', connected: false },
    ]);
    expect(sight.seen).toEqual(['a']);
    expect(sight.unseen).toEqual([{ cluster: 'b', why: 'event: not allowed to list events; audit: not connected' }]);
  });
});
