import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedEntry, entriesOf, EpisodeBook, severityOf, verdictEntry } from './episode.ts';
import { webhookSchema, type NotifiedAlert } from './webhook.ts';

const start = Date.UTC(2026, 5, 1);

function alert(more: object = {}): NotifiedAlert {
  const { alerts } = webhookSchema.parse({
    version: '4',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'KspmScanStale', cluster: 'prod', severity: 'warning' },
        annotations: { summary: 'Findings are out of date.' },
        startsAt: '2026-06-01T00:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        fingerprint: 'a1',
        ...more,
      },
    ],
  });
  const [only] = alerts;
  if (only === undefined) throw new Error('one alert was given');
  return only;
}

describe('an episode of an alert', () => {
  const ended = { status: 'resolved', endsAt: '2026-06-01T01:00:00Z' };
  const steps = [
    ...entriesOf(alert(), start + 1),
    ...entriesOf(alert(), start + 2),
    ...entriesOf(alert(ended), start + 3),
    verdictEntry(`a1|${start}`, { outcome: 'actioned', by: 'ann', note: 'patched' }, start + 4),
    countedEntry(`a1|${start}`, 'actioned', 'ann said so', start + 5),
  ];

  it('is the same in whatever order its steps come, and however often', () => {
    const whole = {
      id: `a1|${start}`,
      fingerprint: 'a1',
      startsAt: start,
      labels: { alertname: 'KspmScanStale', cluster: 'prod', severity: 'warning' },
      summary: 'Findings are out of date.',
      receivedAt: start + 1,
      endsAt: start + 3_600_000,
      verdict: { outcome: 'actioned', by: 'ann', note: 'patched', at: start + 4 },
      counted: { outcome: 'actioned', why: 'ann said so', at: start + 5 },
    };
    const order = fc.shuffledSubarray([...steps.keys(), ...steps.keys()], { minLength: 2 * steps.length });
    fc.assert(
      fc.property(order, (indexes) => {
        const book = new EpisodeBook();
        for (const step of indexes.flatMap((index) => steps.slice(index, index + 1))) book.read(step);
        expect([...book.all()]).toEqual([whole]);
      }),
    );
  });

  it('has ended when its alert fires anew', () => {
    const again = entriesOf(alert({ startsAt: '2026-06-01T02:00:00Z' }), start + 9);
    for (const order of [
      [...entriesOf(alert(), start), ...again],
      [...again, ...entriesOf(alert(), start)],
    ]) {
      const book = new EpisodeBook();
      for (const entry of order) book.read(entry);
      expect(book.get(`a1|${start}`)?.endsAt).toBe(start + 7_200_000);
      expect(book.get(`a1|${start + 7_200_000}`)?.endsAt).toBeUndefined();
    }
  });

  it('is not made of what is no step of one', () => {
    const book = new EpisodeBook();
    const nothing = { topic: 'alert', subject: '', at: start } as const;
    for (const key of ['', 'fired', 'fired|a1', 'burnt|a1|1', `verdict|a1|${start}`, `fired|a1|${start}`]) {
      book.read({ ...nothing, key, body: { outcome: '<b>', labels: [] } });
    }
    expect([...book.all()]).toEqual([]);
  });

  it('is forgotten once nothing was heard of it for long', () => {
    const book = new EpisodeBook();
    for (const entry of steps) book.read(entry);
    book.forget(start + 3_600_000);
    expect([...book.all()]).toHaveLength(1);
    book.forget(start + 3_600_001);
    expect([...book.all()]).toEqual([]);
  });

  it('counts as a warning where its severity is none of ours', () => {
    expect(severityOf({ labels: { severity: 'critical' } })).toBe('critical');
    expect(severityOf({ labels: { severity: 'page!' } })).toBe('warning');
    expect(severityOf({ labels: {} })).toBe('warning');
  });
});

describe('a notification', () => {
  it.each([
    ['another version', { version: '3', alerts: [] }],
    ['no alerts', { version: '4' }],
    [
      'a fingerprint that is none',
      { version: '4', alerts: [{ ...alert(), fingerprint: 'x|1', startsAt: '2026-06-01T00:00:00Z' }] },
    ],
    ['a time that is none', { version: '4', alerts: [{ ...alert(), startsAt: 'now' }] }],
  ])('is refused with %s', (_, body) => {
    expect(webhookSchema.safeParse(body).success).toBe(false);
  });
});
