import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Observed } from '../../model/object.ts';
import { project } from '../../normalize/project.ts';
import { createRecordingSink } from '../../../test/support/recording-sink.ts';
import { createDelivery } from './deliver.ts';

const kind = 'KubeletConfig';

function node(name: string, spec: object): Observed {
  return { kind, object: project(kind, { metadata: { name }, spec }) };
}

describe('a delivery of readings', () => {
  let now = 0;
  beforeEach(() => {
    vi.useFakeTimers();
    now = 1000;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function delivery() {
    const sink = createRecordingSink();
    const clock = () => now;
    return { sink, ...createDelivery({ kind, sink, clock, staleAfterMs: 60_000, refusalMs: 10_000 }) };
  }

  it('passes on all at first, and then only what changed', () => {
    const { sink, deliver } = delivery();
    expect(deliver({ kind, observed: [node('a', { x: 1 }), node('b', { x: 1 })] })).toBe('usual');
    deliver({ kind, observed: [node('b', { x: 1 }), node('a', { x: 2 }), node('c', {})] });
    deliver({ kind, observed: [node('a', { x: 2 }), node('c', {})] });
    expect(sink.moments.map(({ what }) => what)).toEqual([
      'replaced KubeletConfig',
      'put KubeletConfig /a',
      'put KubeletConfig /c',
      'removed KubeletConfig /b',
    ]);
    expect(sink.history).toEqual(['KubeletConfig synced']);
  });

  it('passes on all again when another cluster answers', () => {
    const { sink, deliver, forget } = delivery();
    deliver({ kind, observed: [node('a', {})] });
    forget();
    deliver({ kind, observed: [node('a', {})] });
    expect(sink.replacements).toEqual([kind, kind]);
  });

  it('calls what was never read stale at once, so that nothing waits for it', () => {
    const { sink, deliver } = delivery();
    expect(deliver({ kind, failure: 'no route' })).toBe('failed');
    expect(sink.statuses.get(kind)).toEqual({ status: 'stale', reason: 'no route' });
  });

  it('keeps what was read through failures until it is too old', () => {
    const { sink, deliver, rest } = delivery();
    deliver({ kind, observed: [node('a', {})] });
    now += 30_000;
    deliver({ kind, failure: 'no route' });
    vi.advanceTimersByTime(59_000);
    expect(sink.statuses.get(kind)?.status).toBe('synced');
    vi.advanceTimersByTime(2_000);
    expect(sink.statuses.get(kind)?.status).toBe('stale');
    expect(sink.names(kind)).toEqual(['/a']);
    now += 60_000;
    deliver({ kind, observed: [node('a', {})] });
    expect(sink.statuses.get(kind)?.status).toBe('synced');
    rest();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('grows stale by itself when no reading comes', () => {
    const { sink, deliver } = delivery();
    deliver({ kind, observed: [] });
    vi.advanceTimersByTime(61_000);
    expect(sink.statuses.get(kind)?.status).toBe('stale');
  });

  it('believes a refusal of what was read before only once it lasts', () => {
    const { sink, deliver } = delivery();
    deliver({ kind, observed: [node('a', {})] });
    expect(deliver({ kind, status: 'forbidden', reason: 'no' })).toBe('failed');
    expect(sink.names(kind)).toEqual(['/a']);
    now += 11_000;
    expect(deliver({ kind, status: 'forbidden', reason: 'no' })).toBe('refused');
    expect(sink.statuses.get(kind)).toEqual({ status: 'forbidden', reason: 'no' });
    expect(sink.names(kind)).toEqual([]);
  });
});
