import { describe, expect, it } from 'vitest';
import { framesOf, legendOf, numberOf, type PrometheusData, type Shape } from './frames.ts';

const shape: Shape = { refId: 'A', format: 'time_series', legend: undefined, interval: 60_000, several: false };
const matrix = (...result: Extract<PrometheusData, { resultType: 'matrix' }>['result']): PrometheusData => ({
  resultType: 'matrix',
  result,
});

const valuesOf = (data: PrometheusData, wish: Partial<Shape> = {}) =>
  framesOf(data, { ...shape, ...wish }).map(({ name, fields }) => ({
    name,
    fields: Object.fromEntries(fields.map((field) => [field.name, field.values])),
  }));

describe('frames of an answer of Prometheus', () => {
  it('are one a series, called by its labels', () => {
    const data = matrix(
      { metric: { __name__: 'up', job: 'a' }, values: [[1, '1']] },
      { metric: { __name__: 'up', job: 'b' }, values: [[1, '0']] },
    );
    expect(valuesOf(data)).toEqual([
      { name: 'up{job="a"}', fields: { Time: [1_000], Value: [1] } },
      { name: 'up{job="b"}', fields: { Time: [1_000], Value: [0] } },
    ]);
  });

  it('are one table with a column a label, empty where a series has none', () => {
    const data: PrometheusData = {
      resultType: 'vector',
      result: [
        { metric: { cluster: 'a', owner: 'x' }, value: [5, '3'] },
        { metric: { cluster: 'b' }, value: [5, '4'] },
      ],
    };
    expect(valuesOf(data, { format: 'table', several: true })).toEqual([
      { name: undefined, fields: { Time: [5_000, 5_000], cluster: ['a', 'b'], owner: ['x', ''], 'Value #A': [3, 4] } },
    ]);
  });

  it('have buckets of a histogram each alone, in order', () => {
    const data = matrix(
      { metric: { le: '+Inf' }, values: [[1, '10']] },
      { metric: { le: '1' }, values: [[1, '4']] },
      { metric: { le: '10' }, values: [[1, '9']] },
    );
    expect(valuesOf(data, { format: 'heatmap' })).toEqual([
      { name: undefined, fields: { Time: [1_000], '1': [4], '10': [5], '+Inf': [1] } },
    ]);
  });

  it('have the number of a scalar', () => {
    expect(valuesOf({ resultType: 'scalar', result: [2, '7'] })).toEqual([
      { name: 'Value', fields: { Time: [2_000], Value: [7] } },
    ]);
  });
});

describe('the name of a series', () => {
  it.each([
    [{ __name__: 'up', job: 'a' }, '{{job}} in {{ zone }}', false, 'a in '],
    [{ __name__: 'up' }, undefined, false, 'up'],
    [{ __name__: 'up', job: 'a' }, '__auto', true, 'up'],
    [{ __name__: 'up', job: 'a' }, '__auto', false, 'up{job="a"}'],
    [{}, undefined, true, 'Value'],
  ])('of %j under %s is %s %s', (metric, legend, only, name) => {
    expect(legendOf(metric as Record<string, string>, legend, only)).toBe(name);
  });
});

describe('a value', () => {
  it.each([
    ['1.5', 1.5],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['NaN', NaN],
  ])('%s is %d', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });
});
