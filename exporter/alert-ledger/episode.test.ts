import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedEntry, entriesOf, EpisodeBook, mostEpisodes, severityOf, verdictEntry } from './episode.ts';
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

  it('has ended by the time that its end is told', () => {
    const book = new EpisodeBook();
    const told = alert({ status: 'resolved', endsAt: '9999-12-31T23:59:59Z' });
    for (const entry of entriesOf(told, start + 7)) book.read(entry);
    expect(book.get(`a1|${start}`)?.endsAt).toBe(start + 7);
  });

  it('is remembered where it is known, and not begun where there are as many as a book holds', () => {
    const book = new EpisodeBook();
    const told = (number: number, more: object = {}) =>
      entriesOf(alert({ fingerprint: number.toString(16), ...more }), start);
    for (let number = 0; number < mostEpisodes; number += 1) for (const entry of told(number)) book.read(entry);
    for (const entry of told(mostEpisodes)) book.read(entry);
    expect(book.get(`${mostEpisodes.toString(16)}|${start}`)).toBeUndefined();
    for (const entry of told(7, ended)) book.read(entry);
    expect(book.get(`7|${start}`)?.endsAt).toBe(start + 3_600_000);
    book.forget(start + 3_600_001);
    expect(book.size).toBe(0);
    for (const entry of told(mostEpisodes)) book.read(entry);
    expect(book.size).toBe(1);
  });

  it('counts as a warning where its severity is none of ours', () => {
    expect(severityOf({ labels: { severity: 'critical' } })).toBe('critical');
    expect(severityOf({ labels: { severity: 'page!' } })).toBe('warning');
    expect(severityOf({ labels: {} })).toBe('warning');
  });
});

describe('a notification', () => {
  it('is cut where it is long, and keeps the labels that the ledger reads', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`a${index}`, 'x'.repeat(30)]));
    const labels = JSON.parse(
      JSON.stringify({
        ...many,
        ['n'.repeat(300)]: 'x',
        owner: 'y'.repeat(5_000),
        severity: 'critical',
        notify: 'page',
      }),
    ) as object;
    const kept = alert({ labels, annotations: { description: 'z'.repeat(9_000), summary: 's'.repeat(9_000) } });
    expect(kept.labels).toMatchObject({ severity: 'critical', notify: 'page', owner: 'y'.repeat(1_024) });
    expect(Object.keys(kept.labels)).toHaveLength(40);
    expect(kept.annotations).toEqual({ summary: 's'.repeat(1_024) });
  });

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
