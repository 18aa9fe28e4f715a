import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config/load.ts';
import { parseWindows } from './window-file.ts';

const terms = { longestMs: 24 * 3_600_000 };
const read = (text: string) => parseWindows('windows.yaml', text, terms);
const weekly = `
recurring:
  - changeId: weekly-release
    reason: The weekly release
    days: [tue, thu]
    from: 22:00
    for: 2h
    timeZone: Europe/Berlin
    clusters: [prod-*]
    namespaces: [shop]
`;

describe('a file of windows', () => {
  it('tells windows of a cluster that are open or come next', () => {
    const calendar = read(`${weekly}
once:
  - changeId: CHG-1
    who: ana
    reason: New nodes
    from: 2026-06-02T20:30:00+02:00
    until: 2026-06-02T23:00:00Z
`);
    const now = Date.parse('2026-06-02T20:30:00Z');
    expect(calendar.windowsOf('prod-eu', now)).toEqual([
      {
        key: 'calendar|weekly-release|2026-06-02T20:00:00.000Z',
        changeId: 'weekly-release',
        who: 'calendar',
        reason: 'The weekly release',
        namespaces: ['shop'],
        from: Date.parse('2026-06-02T20:00:00Z'),
        until: Date.parse('2026-06-02T22:00:00Z'),
        source: { kind: 'calendar' },
      },
      expect.objectContaining({ changeId: 'weekly-release', from: Date.parse('2026-06-04T20:00:00Z') }),
      expect.objectContaining({ changeId: 'CHG-1', who: 'ana', from: Date.parse('2026-06-02T18:30:00Z') }),
    ]);
    expect(calendar.windowsOf('staging', now).map(({ changeId }) => changeId)).toEqual(['CHG-1']);
    expect(calendar.windowsOf('staging', Date.parse('2026-06-02T23:00:00Z'))).toEqual([]);
  });

  it('may be empty', () => {
    expect(read('').size).toBe(0);
    expect(read('# nothing yet\n').size).toBe(0);
  });

  it.each<[string, string, string]>([
    [
      'a zone that is none',
      weekly.replace('Europe/Berlin', 'Berlin'),
      'windows.yaml:8: recurring.0.timeZone: "Berlin" is not a time zone of the IANA database; write one such as Europe/Berlin, or UTC',
    ],
    [
      'a time that is none',
      weekly.replace('22:00', '24:00'),
      'windows.yaml:6: recurring.0.from: "24:00" is not a time of a day; write hours and minutes such as "22:00"',
    ],
    [
      'a day that is none',
      weekly.replace('tue', 'tuesday'),
      'windows.yaml:5: recurring.0.days.0: is not a day of the week; there are sun, mon, tue, wed, thu, fri, sat',
    ],
    [
      'no duration',
      weekly.replace('2h', 'two hours'),
      'windows.yaml:7: recurring.0.for: "two hours" is not a duration; write for example 30m or 2h',
    ],
    [
      'a duration beyond the longest',
      weekly.replace('2h', '25h'),
      'windows.yaml:7: recurring.0.for: "25h" is out of range; write a duration from 1m to 1d (windows.maxDuration)',
    ],
    [
      'a change id that cannot stand in a label',
      weekly.replace('weekly-release', '_other'),
      'windows.yaml:3: recurring.0.changeId: is not a change id; write up to 64 letters',
    ],
    ['no reason', weekly.replace(/ +reason.*\n/, ''), 'windows.yaml:3: recurring.0.reason: is missing; write a string'],
    [
      'a namespace that is none',
      weekly.replace('[shop]', '[Shop]'),
      'windows.yaml:10: recurring.0.namespaces.0: is not the name of a namespace; write one, or a pattern such as shop-*',
    ],
    [
      'a misspelt key',
      weekly.replace('timeZone', 'timezone'),
      'windows.yaml:8: recurring.0.timezone: is not a key; did you mean timeZone?',
    ],
    [
      'the same id twice',
      weekly + weekly.replace('recurring:\n', ''),
      'windows.yaml:12: recurring.1.changeId: "weekly-release" is there twice; give each window an id of its own',
    ],
    [
      'an end before the beginning',
      'once: [{changeId: a, reason: b, from: 2026-06-02T20:00:00Z, until: 2026-06-02T20:00:00Z}]',
      'windows.yaml:1: once.0.until: does not lie after 2026-06-02T20:00:00.000Z, when the window begins; write a later time',
    ],
    [
      'an end that is too far away',
      'once: [{changeId: a, reason: b, from: 2026-06-02T20:00:00Z, until: 2026-06-09T20:00:00Z}]',
      'once.0.until: is more than 1d after the beginning (windows.maxDuration); write 2026-06-03T20:00:00.000Z or earlier, and announce another window then',
    ],
    [
      'a day without a time',
      'once: [{changeId: a, reason: b, from: 2026-06-02, until: 2026-06-02T20:00:00Z}]',
      'once.0.from: "2026-06-02" is not a time; write one such as 2026-12-31T18:00:00Z (RFC 3339)',
    ],
    [
      'a day that its month does not have',
      'once: [{changeId: a, reason: b, from: 2026-06-31T00:00:00Z, until: 2026-07-01T20:00:00Z}]',
      'once.0.from: "2026-06-31T00:00:00Z" is not a time',
    ],
    [
      'two documents',
      'once: []\n---\nonce: []',
      'windows.yaml:3: a file of windows is one document; leave out the others',
    ],
  ])('is refused for %s', (_claim, text, message) => {
    expect(() => read(text)).toThrow(ConfigError);
    expect(() => read(text)).toThrow(message);
  });
});
