import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from './catalogue.ts';
import { loadValues, ValuesError } from './values.ts';

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'plumbline-values-')), 'mine.yaml');
  writeFileSync(file, text);
  return file;
}

/** What is said against values, without the folder. */
function complaint(text: string): string {
  const file = fileOf(text);
  try {
    loadValues(file);
  } catch (error) {
    if (error instanceof ValuesError) return error.message.replaceAll(file, 'mine.yaml');
    throw error;
  }
  return '';
}

describe('values of your own', () => {
  it('change what they name, and nothing else', () => {
    const shipped = loadValues();
    const own = loadValues(fileOf('slos: { m2: { most: 7 } }'));
    expect(own).toEqual({ ...shipped, slos: { ...shipped.slos, m2: { ...shipped.slos.m2, most: 7 } } });
  });

  it('may be empty', () => {
    expect(loadValues(fileOf(''))).toEqual(loadValues());
  });

  it('reach rules, SLOs and the thresholds of dashboards', () => {
    const { slos, groups } = catalogueOf(loadValues(fileOf('slos: { m2: { most: 7, target: 0.8 } }')));
    const m2 = slos.find(({ id }) => id === 'm2-high-findings');
    expect(m2).toMatchObject({ target: 0.8, figure: { limit: 7 } });
    const limit = groups
      .flatMap(({ rules }) => rules)
      .find((rule) => 'record' in rule && rule.record.endsWith(':limit'));
    expect(limit?.expr).toMatch(/\b7\n\)$/);
  });

  it.each([
    ['slos: { m1: { target: 1 } }', 'mine.yaml: slos.m1.target must be below 1: a target of 1 leaves no budget'],
    ['slos: { m1: { target: 99 } }', 'mine.yaml: slos.m1.target must be below 1'],
    ['slos: { m2: { most: -1 } }', 'mine.yaml: slos.m2.most must not be negative'],
    ['slos: { m3: { within: soon } }', 'mine.yaml: slos.m3.within "soon" is not a duration; write a whole number'],
    ['slos: { m3: { dueSoonAfter: 3d } }', 'mine.yaml: slos.m3.dueSoonAfter must be shorter than within'],
    ['slos: { m8: { within: 10m } }', 'mine.yaml: slos.m8.within is no bucket of'],
    ['slos: { m11: { target: 0.9 } }', 'mine.yaml: slos.m11 is not known; known are m1, m1Fleet, m2'],
    ['alerts: { findingVolume: { knownFor: 8d } }', 'mine.yaml: alerts.findingVolume.knownFor must be 7d or less'],
    ['alerts: { burst: { finding: 3 } }', 'mine.yaml: alerts.burst.finding is not known; known are within, objects'],
    [
      'links: { grafana: grafana.example }',
      'mine.yaml: links.grafana write a URL that begins with http:// or https://',
    ],
    ['scrape: { selfJob: "(" }', 'mine.yaml: scrape.selfJob is not a regular expression'],
    ['owners: { posture: "a b" }', 'mine.yaml: owners.posture write a name of letters, digits'],
    ['- a', 'mine.yaml: must be a mapping'],
    ['slos: {', 'mine.yaml: '],
  ])('%s is refused by file, field and remedy', (text, message) => {
    expect(complaint(text)).toContain(message);
  });

  it('are refused by name when they cannot be read', () => {
    expect(() => loadValues('/nowhere/values.yaml')).toThrow(
      '/nowhere/values.yaml: cannot be read (ENOENT); check the path and its permissions',
    );
  });
});

describe('burn alerts', () => {
  it.each([
    [0.99, { page: true, ticket: true }],
    [0.93, { page: true, ticket: true }],
    [0.5, { page: false, ticket: true }],
    [0.9, { page: true, ticket: true }],
  ])('of a target of %d leave out what an error of 1 cannot reach', (target, expected) => {
    const { alerts } = catalogueOf(loadValues(fileOf(`slos: { m1: { target: ${target} } }`)));
    const own = alerts.filter(({ alert }) => alert === 'KspmCriticalPostureBudgetBurn');
    expect({
      page: own.some(({ notify }) => notify === 'page'),
      ticket: own.some(({ notify }) => notify === 'ticket'),
    }).toEqual(expected);
    const thresholds = own.flatMap(({ expr }) => [...expr.matchAll(/> ([\d.]+)\)/g)].map(([, value]) => Number(value)));
    expect(Math.max(...thresholds)).toBeLessThan(1);
  });
});
