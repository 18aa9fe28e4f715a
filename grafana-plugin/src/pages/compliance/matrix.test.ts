import type { ApiControl, ApiFrameworkResult, ControlResult } from '#contract';
import { describe, expect, it } from 'vitest';
import { controlsIn, matrixOf, type MatrixFilter } from './matrix.ts';

const control = (id: string, section: string, title = `Title of ${id}`): ApiControl => ({
  id,
  title,
  section,
  state: 'covered',
  checks: [],
  optional: [],
});

const framework = {
  controls: [control('1.1', 'Files'), control('1.2', 'Files', 'Secrets are sealed'), control('2.1', 'Pods')],
};

function result(cluster: string, results: Readonly<Record<string, ControlResult>>): ApiFrameworkResult {
  return {
    id: 'f',
    title: 'F',
    version: '1',
    source: '',
    cluster,
    results: { pass: 0, fail: 0, exempt: 0, unknown: 0, not_applicable: 0, manual: 0 },
    controls: framework.controls.flatMap((one) => {
      const said = results[one.id];
      if (said === undefined) return [];
      return [{ ...one, result: said, counts: { pass: 0, fail: 0, exempt: 0, unknown: 0 }, off: [] }];
    }),
  };
}

const everything: MatrixFilter = { results: [], words: '', always: '' };
const clusters = [
  result('a', { '1.1': 'pass', '1.2': 'fail', '2.1': 'pass' }),
  undefined,
  result('b', { '1.1': 'unknown', '1.2': 'pass' }),
];

const shape = (filter: MatrixFilter) =>
  matrixOf(framework, clusters, filter).map(({ title, rows }) => [
    title,
    ...rows.map(({ control: { id }, cells }) => [id, ...cells.map((cell) => cell?.result)]),
  ]);

describe('the matrix of controls and clusters', () => {
  it('has every control under its heading, and no result where none was read', () => {
    expect(shape(everything)).toEqual([
      ['Files', ['1.1', 'pass', undefined, 'unknown'], ['1.2', 'fail', undefined, 'pass']],
      ['Pods', ['2.1', 'pass', undefined, undefined]],
    ]);
  });

  it.each<[string, MatrixFilter, readonly string[]]>([
    ['of which a cluster has the result', { results: ['fail'], words: '', always: '' }, ['1.2']],
    [
      'of which a cluster has one of the results',
      { results: ['fail', 'unknown'], words: '', always: '' },
      ['1.1', '1.2'],
    ],
    ['that have a result, where that was read', { results: ['manual'], words: '', always: '' }, []],
    ['that have all words', { results: [], words: ' SEALED secrets', always: '' }, ['1.2']],
    ['that have the id', { results: [], words: '2.1', always: '' }, ['2.1']],
    ['that match and the one that is open', { results: ['fail'], words: '', always: '2.1' }, ['1.2', '2.1']],
    ['that have both', { results: ['pass'], words: 'title', always: '' }, ['1.1', '2.1']],
  ])('shows controls %s', (_which, filter, ids) => {
    const sections = matrixOf(framework, clusters, filter);
    expect(sections.flatMap(({ rows }) => rows.map(({ control: { id } }) => id))).toEqual(ids);
    expect(controlsIn(sections)).toBe(ids.length);
  });
});
