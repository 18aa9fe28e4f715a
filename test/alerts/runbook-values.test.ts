import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { secondsOf } from '../../alerts/duration.ts';
import { loadValues } from '../../alerts/values.ts';
import { find, misquoted, numbersIn, quantityOf, type Quote, type ValueOf } from './quoted-value.ts';
import { noThresholds, quotes } from './quotes.ts';
import { runbooks } from './runbook.ts';

const values = loadValues();
const { alerts } = catalogueOf(values);
const period = 30 * 86_400;
const texts = new Map(runbooks.map(({ alert, text }) => [alert, text]));
const textOf = ({ alert }: Quote) => texts.get(alert) ?? '';

/** What a source says for an alert under some values. */
const valueIn =
  (tree: unknown, alert: string): ValueOf =>
  (source) => {
    const [, what, path] = /^(?:(rest|budget) of )?(.+)$/.exec(source) ?? [];
    if (path === 'period') return period;
    if (path === 'for') return secondsOf(alerts.find((rule) => rule.alert === alert)?.for ?? '');
    const value = (path ?? '')
      .split('.')
      .reduce<unknown>((below, key) => (below as Record<string, unknown> | undefined)?.[key], tree);
    if (typeof value !== 'number') return undefined;
    return what === undefined ? value : Number((1 - value).toFixed(9)) * (what === 'budget' ? period : 1);
  };

describe.each(quotes.map((quote) => [quote.alert, quote.words, quote] as const))('%s says "%s"', (alert, _, quote) => {
  it('as the catalogue has it', () => {
    expect(misquoted(quote, textOf(quote), valueIn(values, alert))).toEqual([]);
  });

  const paths = [...quote.words.matchAll(/\{(?:\w+ of )?((?:slos|alerts)\.[\w.]+)\}/g)].map(([, path]) => path ?? '');
  it.each(paths)('and is named with its line when %s changes or goes', (path) => {
    for (const [tree, what] of [
      [changed(path, (value) => value / 2), /says ".+" where/],
      [changed(path, () => undefined), /quotes .+, which is neither/],
    ] as const) {
      const [problem] = misquoted(quote, textOf(quote), valueIn(tree, alert));
      expect(problem).toMatch(new RegExp(`^alerts/runbooks/${alert}\\.md:\\d+: `));
      expect(problem).toMatch(what);
      expect(problem).toContain(path);
    }
  });
});

it('a quote that a runbook no longer has names the runbook', () => {
  const quote = { alert: 'KspmAlertStorm', words: 'More than {alerts.storm.alerts} of their alerts' };
  expect(misquoted(quote, textOf(quote), () => 20)).toEqual([
    'alerts/runbooks/KspmAlertStorm.md: no line says "More than {alerts.storm.alerts} of their alerts"; write into test/alerts/quotes.ts what it says instead',
  ]);
});

it.each(runbooks.map((runbook) => [runbook.alert, runbook] as const))(
  '%s says no number of what it means that is not quoted',
  (alert, { text, sections }) => {
    const meaning = sections.get('What it means') ?? '';
    const start = text.indexOf(meaning);
    const known = [
      ...quotes.filter((quote) => quote.alert === alert).flatMap((quote) => find(quote, text) ?? []),
      ...(noThresholds[alert] ?? []).map((words) => ({
        from: text.indexOf(words),
        to: text.indexOf(words) + words.length,
      })),
    ];
    const loose = numbersIn(meaning).filter(
      ({ at }) => !known.some(({ from, to }) => from <= start + at && start + at < to),
    );
    expect(loose.map((number) => number.text)).toEqual([]);
  },
);

it('what is no threshold stands in its runbook', () => {
  const gone = Object.entries(noThresholds).flatMap(([alert, all]) =>
    all.filter((words) => !(texts.get(alert) ?? '').includes(words)).map((words) => `${alert}: ${words}`),
  );
  expect(gone).toEqual([]);
});

it.each([
  ['half an hour', 1_800],
  ['a quarter of an hour', 900],
  ['half a week', 302_400],
  ['15 minutes', 900],
  ['48 h', 172_800],
  ['7.2 hours', 25_920],
  ['an hour', 3_600],
  ['a second', 1],
  ['5 %', 0.05],
  ['twenty', 20],
  ['a hundred', 100],
  ['1800', 1_800],
  ['many', undefined],
])('"%s" is %s', (text, expected) => {
  const told = quantityOf(text);
  expect(told === undefined ? told : Number(told.toFixed(9))).toBe(expected);
});

function changed(path: string, to: (value: number) => number | undefined): unknown {
  const tree = structuredClone(values) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>((below, key) => below[key] as Record<string, unknown>, tree);
  parent[last] = to(parent[last] as number);
  return tree;
}
