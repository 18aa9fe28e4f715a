import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as contract from '#contract';

const { metrics, recorded } = contract;

/** Names, types, labels and closed sets, one a line: what others build on, in a form that a diff shows. */
function published(): string {
  const closed = Object.entries<unknown>(contract).flatMap(([name, values]) =>
    Array.isArray(values) ? [`values ${name} ${values.join(',')}`] : [],
  );
  return [
    ...Object.values(metrics).map(({ plane, type, name, labels }) => `${plane} ${type} ${name}{${labels.join(',')}}`),
    ...Object.values(recorded).map(({ name, labels }) => `recorded ${name}{${labels.join(',')}}`),
    ...closed,
  ]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

const golden = new URL('../../exporter/contract/published.txt', import.meta.url);

describe('what is published', () => {
  it('equals exporter/contract/published.txt; a change there breaks users and belongs into the changelog', () => {
    expect(published()).toBe(readFileSync(golden, 'utf8'));
  });
});

describe.each(Object.values(metrics))('$name', ({ name, type, help, labels, ...rest }) => {
  it('follows the naming rules of Prometheus', () => {
    expect(name).toMatch(/^kspm_[a-z0-9_]+$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    for (const label of labels) expect(label).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(labels).not.toContain('le');
  });

  it('avoids labels that scraping sets itself', () => {
    for (const label of labels) {
      expect(['namespace', 'pod', 'container', 'job', 'instance', 'endpoint', 'service']).not.toContain(label);
    }
  });

  it('has help that is a sentence', () => {
    expect(help).toMatch(/^[A-Z].*\.$/);
  });

  it('has ascending buckets exactly when it is a histogram', () => {
    const buckets = 'buckets' in rest ? rest.buckets : undefined;
    expect(buckets !== undefined).toBe(type === 'histogram');
    expect([...(buckets ?? [])].sort((a, b) => a - b)).toEqual(buckets ?? []);
  });
});

it('no two families share a name', () => {
  const names = [...Object.values(metrics), ...Object.values(recorded)].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
