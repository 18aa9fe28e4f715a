import type { ApiAlert } from '#contract';
import { describe, expect, it } from 'vitest';
import { endedWithin, verdictOf } from './alert-words.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const ended: ApiAlert = {
  fingerprint: 'f',
  startsAt: '2026-11-24T09:00:00Z',
  endsAt: '2026-11-24T10:00:00Z',
  cluster: 'c',
  alertname: 'KspmScanStale',
  severity: 'warning',
  notify: 'ticket',
  state: 'resolved',
};

describe('the verdict on an alert', () => {
  it.each<[string, Partial<ApiAlert>, string, string]>([
    ['is not asked for while it fires', { state: 'firing' }, 'not-yet', 'still firing'],
    ['is wanted once it has ended', {}, 'wanted', 'to be judged'],
    [
      'is wanted until its time is up',
      { judgeBefore: '2026-11-27T12:00:00Z' },
      'wanted',
      'to be judged: ends in 3 days',
    ],
    [
      'comes with what it looks like, which is no verdict',
      { suggestion: { outcome: 'flapping', why: 'x' } },
      'wanted',
      'to be judged; looks flapping',
    ],
    [
      'is told with who gave it',
      { verdict: { outcome: 'false_positive', by: 'ada', at: '2026-11-24T11:00:00Z' } },
      'judged',
      'false positive, says ada',
    ],
    [
      'that did not come in time is told as such',
      { counted: { outcome: 'unclassified', why: 'x', at: '2026-11-24T11:00:00Z' } },
      'counted',
      'counted as not judged in time',
    ],
    ['is not needed for a drill', { drill: true, state: 'firing' }, 'not-needed', 'a drill'],
  ])('%s', (_what, change, state, text) => {
    expect(verdictOf({ ...ended, ...change }, now)).toEqual({ state, text });
  });
});

describe('alerts that ended within a time', () => {
  const at = (fingerprint: string, endsAt?: string): ApiAlert => {
    const { endsAt: _none, ...rest } = ended;
    return { ...rest, fingerprint, ...(endsAt === undefined ? {} : { endsAt }) };
  };

  it('come latest first, without those before, after, or of an unknown end', () => {
    const alerts = [
      at('before', '2026-11-24T05:59:59Z'),
      at('first', '2026-11-24T06:00:00Z'),
      at('last', '2026-11-24T12:00:00Z'),
      at('after', '2026-11-24T12:00:01Z'),
      at('unknown'),
    ];
    const shown = endedWithin(alerts, Date.parse('2026-11-24T06:00:00Z'), now);
    expect(shown.map(({ fingerprint }) => fingerprint)).toEqual(['last', 'first']);
  });
});
