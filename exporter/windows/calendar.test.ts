import { describe, expect, it } from 'vitest';
import { occurrencesFrom, type Weekday } from './calendar.ts';
import { zoneOf } from './zone.ts';

const HOUR = 3_600_000;
const everyDay: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function opens(zone: string, clock: string, lasts: number, now: string, days = everyDay): readonly string[] {
  const known = zoneOf(zone);
  if (known === undefined) throw new Error(`${zone} is a zone`);
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const rule = { zone: known, days, beginsAt: hours * 60 + minutes, lasts };
  return occurrencesFrom(rule, Date.parse(now)).map(
    ({ from, until }) => `${new Date(from).toISOString().slice(0, 16)} ${new Date(until).toISOString().slice(0, 16)}`,
  );
}

describe('a recurring window', () => {
  it.each<[string, string, string, number, string, readonly string[]]>([
    [
      'begins by winter time before the change',
      'Europe/Berlin',
      '22:00',
      2,
      '2026-03-27T12:00Z',
      ['2026-03-27T21:00 2026-03-27T23:00'],
    ],
    [
      'begins by summer time after it',
      'Europe/Berlin',
      '22:00',
      2,
      '2026-03-29T12:00Z',
      ['2026-03-29T20:00 2026-03-29T22:00'],
    ],
    [
      'lasts as long in the night in which an hour is skipped',
      'Europe/Berlin',
      '01:00',
      3,
      '2026-03-28T12:00Z',
      ['2026-03-29T00:00 2026-03-29T03:00'],
    ],
    [
      'begins later where its time is skipped',
      'Europe/Berlin',
      '02:30',
      1,
      '2026-03-28T12:00Z',
      ['2026-03-29T01:30 2026-03-29T02:30'],
    ],
    [
      'begins the first time where its time comes twice',
      'Europe/Berlin',
      '02:30',
      1,
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30 2026-10-25T01:30'],
    ],
    [
      'lasts as long in the night in which an hour comes twice',
      'Europe/Berlin',
      '01:00',
      3,
      '2026-10-24T12:00Z',
      ['2026-10-24T23:00 2026-10-25T02:00'],
    ],
    [
      'begins by New York before its change',
      'America/New_York',
      '09:00',
      1,
      '2026-03-07T20:00Z',
      ['2026-03-08T13:00 2026-03-08T14:00'],
    ],
    [
      'begins later in New York where its time is skipped',
      'America/New_York',
      '02:30',
      1,
      '2026-03-07T20:00Z',
      ['2026-03-08T07:30 2026-03-08T08:30'],
    ],
    [
      'begins the first time in New York where it comes twice',
      'America/New_York',
      '01:30',
      1,
      '2026-10-31T20:00Z',
      ['2026-11-01T05:30 2026-11-01T06:30'],
    ],
    [
      'knows changes of half an hour',
      'Australia/Lord_Howe',
      '02:15',
      1,
      '2026-10-03T00:00Z',
      ['2026-10-03T15:45 2026-10-03T16:45'],
    ],
    [
      'knows zones that are ahead of the day',
      'Pacific/Kiritimati',
      '00:00',
      1,
      '2026-06-01T09:30Z',
      ['2026-06-01T10:00 2026-06-01T11:00'],
    ],
    ['knows zones without summer time', 'UTC', '23:30', 2, '2026-06-01T12:00Z', ['2026-06-01T23:30 2026-06-02T01:30']],
  ])('%s', (_claim, zone, clock, hours, now, expected) => {
    expect(opens(zone, clock, hours * HOUR, now)).toEqual(expected);
  });

  it('is told with the next one while it is open, over midnight too', () => {
    const friday: readonly Weekday[] = ['fri'];
    expect(opens('Europe/Berlin', '22:00', 8 * HOUR, '2026-06-06T03:00Z', friday)).toEqual([
      '2026-06-05T20:00 2026-06-06T04:00',
      '2026-06-12T20:00 2026-06-13T04:00',
    ]);
    expect(opens('Europe/Berlin', '22:00', 8 * HOUR, '2026-06-06T04:00Z', friday)).toEqual([
      '2026-06-12T20:00 2026-06-13T04:00',
    ]);
  });

  it('goes by the day of its zone', () => {
    // Monday in Auckland begins on Sunday in UTC.
    expect(opens('Pacific/Auckland', '08:00', HOUR, '2026-06-05T00:00Z', ['mon'])).toEqual([
      '2026-06-07T20:00 2026-06-07T21:00',
    ]);
  });

  it('may last longer than a day, and then meets itself', () => {
    expect(opens('UTC', '00:00', 36 * HOUR, '2026-06-10T06:00Z')).toEqual([
      '2026-06-09T00:00 2026-06-10T12:00',
      '2026-06-10T00:00 2026-06-11T12:00',
      '2026-06-11T00:00 2026-06-12T12:00',
    ]);
  });
});

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])('is %s', (name) => {
    expect(zoneOf(name)?.name).toBe(name);
  });

  it.each(['Europe/Bärlin', 'Mars/Olympus', '+02:00', 'CET2', '', 'europe/berlin '])('is not "%s"', (name) => {
    expect(zoneOf(name)).toBeUndefined();
  });
});
