import { describe, expect, it } from 'vitest';
import { recorded } from '#contract';
import { pages } from '../../dashboards/pages/index.ts';
import { panelsOf } from '../../dashboards/pages/page.ts';
import { readsPrometheus, type Panel } from '../../dashboards/panels/panel.ts';
import { knownSeries, unknownIn } from '../alerts/known-series.ts';
import { parsedPromql } from '../alerts/parsed-promql.ts';
import { interpolated } from './interpolated.ts';
import { selectorsOf } from './promql-shape.ts';

const panels = [...new Map(pages.flatMap(panelsOf).map((panel) => [panel.id, panel])).values()];

function expressionsOf(panel: Panel): readonly string[] {
  return readsPrometheus(panel) ? panel.queries.map(({ expr }) => expr) : [];
}

it('an id means one panel, whichever page shows it', () => {
  const byId = Map.groupBy(pages.flatMap(panelsOf), ({ id }) => id);
  expect([...byId.values()].filter((same) => new Set(same).size > 1)).toEqual([]);
});

describe.each(pages)('$title', (page) => {
  it('reads only series and labels that exist', () => {
    const expressions = panelsOf(page)
      .flatMap(expressionsOf)
      .concat(page.variables.map(({ series }) => series))
      .map((expr) => interpolated(expr, page.variables));
    expect(expressions.flatMap(unknownIn)).toEqual([]);
    for (const { series, label } of page.variables) expect(unknownIn(`count by (${label}) (${series})`)).toEqual([]);
  });
});

describe.each(panels.filter(readsPrometheus))('panel $id', ({ absent, steps = [], queries }) => {
  it('says what its absence means', () => {
    expect(absent.text).toMatch(
      absent.why === 'not-connected' ? /^Not connected: .+\(M\d+\)|^Not connected: / : /^[A-Z]/,
    );
    expect(queries.length).toBeGreaterThan(0);
  });

  it('has steps that rise', () => {
    expect(steps.map(({ from }) => from)).toEqual(steps.map(({ from }) => from).toSorted((a, b) => a - b));
  });
});

it('the executive page reads recorded series alone, so a thousand clusters are no more work than ten', () => {
  const executive = pages.find(({ id }) => id === 'executive');
  const names = new Set<string>(Object.values(recorded).map(({ name }) => name));
  const read = (executive === undefined ? [] : panelsOf(executive)).flatMap(expressionsOf);
  expect(read.length).toBeGreaterThan(20);
  const variables = executive?.variables.map(({ series }) => series) ?? [];
  const raw = [...read, ...variables].flatMap((expr) => parsedPromql(expr).metrics).filter((name) => !names.has(name));
  expect(raw).toEqual([]);
});

it('the executive page reads single clusters at one moment only; over weeks it reads the fleet, or the clusters chosen', () => {
  const executive = pages.find(({ id }) => id === 'executive');
  const overWeeks = (executive === undefined ? [] : panelsOf(executive))
    .filter(readsPrometheus)
    .filter(({ kind }) => kind !== 'table')
    .flatMap(({ queries }) => queries.filter(({ instant }) => instant !== true));
  const single = overWeeks
    .flatMap(({ expr }) => selectorsOf(expr))
    .filter(({ metric }) => knownSeries.get(metric)?.has('cluster'))
    // The budget of the fleet is one series.
    .filter(
      ({ matched }) => !matched.includes('sloth_slo') && matched.filter((label) => label === 'cluster').length < 2,
    );
  expect(overWeeks.length).toBeGreaterThan(8);
  expect(single.map(({ metric }) => metric)).toEqual([]);
});
