import { describe, expect, it } from 'vitest';
import { momentOf, type Arrival, type WatchEventType } from './change-time.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
const noon = at('12:00:00');
const arrival: Arrival = { receivedAt: noon + 10_700, skewMs: 0, completeUntil: noon };

function object(...writes: [time: string, subresource?: string][]) {
  return {
    metadata: {
      creationTimestamp: '2026-11-24T09:00:00Z',
      managedFields: writes.map(([time, subresource]) => ({ manager: 'm', time: `2026-11-24T${time}Z`, subresource })),
    },
  };
}

describe('the time of a change', () => {
  it.each<[string, WatchEventType, unknown, Partial<Arrival>, unknown]>([
    [
      'is the newest write, in the middle of its second',
      'MODIFIED',
      object(['12:00:09'], ['11:00:00']),
      {},
      { changedAt: at('12:00:09.500') },
    ],
    [
      'is on our clock when the clocks differ',
      'MODIFIED',
      object(['12:00:09']),
      { skewMs: 3000 },
      { changedAt: at('12:00:06.500') },
    ],
    [
      'is that of creation for a new object',
      'ADDED',
      { metadata: { creationTimestamp: '2026-11-24T12:00:08Z' } },
      {},
      { changedAt: at('12:00:08.500') },
    ],
    ['is never after receipt', 'MODIFIED', object(['12:00:10']), {}, { changedAt: at('12:00:10.500') }],
    [
      'is receipt where rounding says later',
      'MODIFIED',
      object(['12:00:10']),
      { receivedAt: at('12:00:10.100') },
      { changedAt: at('12:00:10.100') },
    ],
    ['is not known from the future', 'MODIFIED', object(['12:00:20']), {}, { skipped: 'negative' }],
    ['is not that of the status', 'MODIFIED', object(['12:00:05'], ['12:00:10', 'status']), {}, { skipped: 'too_old' }],
    ['is not from before what was complete', 'MODIFIED', object(['11:59:50']), {}, { skipped: 'too_old' }],
    ['is not known without any', 'MODIFIED', { metadata: {} }, {}, { skipped: 'no_timestamp' }],
    ['is not known for garbage', 'MODIFIED', { metadata: { managedFields: 7 } }, {}, { skipped: 'no_timestamp' }],
    ['of a hard deletion is not known', 'DELETED', object(['12:00:09']), {}, { skipped: 'no_timestamp' }],
    [
      'of a graceful deletion is when it was asked for',
      'DELETED',
      { metadata: { deletionTimestamp: '2026-11-24T12:00:38Z', deletionGracePeriodSeconds: 30 } },
      {},
      { changedAt: at('12:00:08.500') },
    ],
    [
      'of a deletion that a finalizer held up is when it let go',
      'DELETED',
      {
        metadata: { ...object(['12:00:09']).metadata, deletionTimestamp: '2026-11-24T10:00:00Z' },
      },
      {},
      { changedAt: at('12:00:09.500') },
    ],
  ])('%s', (_, type, raw, changed, moment) => {
    const given = { ...arrival, ...changed };
    expect(momentOf(type, raw, given)).toEqual({ receivedAt: given.receivedAt, path: 'watch', ...(moment as object) });
  });
});
