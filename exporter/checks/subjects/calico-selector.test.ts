import { expect, it } from 'vitest';
import { calicoSelector } from './calico-selector.ts';

const labels = { app: 'web', 'example.org/tier': 'front-end' };

it.each<readonly [unknown, boolean | undefined]>([
  [undefined, true],
  ['', true],
  ['all()', true],
  ['global()', false],
  ["app == 'web'", true],
  ['app == "web"', true],
  ["app == 'db'", false],
  ["app != 'db'", true],
  ["zone != 'a'", true],
  ['has(app)', true],
  ['!has(app)', false],
  ['! has(zone)', true],
  ["app in {'db', 'web'}", true],
  ['app in { }', false],
  ["zone in {'a'}", false],
  ["app not in {'web'}", false],
  ["zone not in {'a'}", true],
  ["example.org/tier starts with 'front'", true],
  ["example.org/tier ends with 'end'", true],
  ["example.org/tier contains 'nt-e'", true],
  ["zone contains 'a'", false],
  ["has(zone) && has(app) || app == 'web'", true],
  ["has(zone) && (has(app) || app == 'web')", false],
  ["!(app == 'web')", false],
  ['has(constructor)', false],
  ["app = 'web'", undefined],
  ['app == web', undefined],
  ['has(app', undefined],
  ['has(app) has(app)', undefined],
  ['has(app) &&', undefined],
  ["app in {'a' 'b'}", undefined],
  ['('.repeat(100), undefined],
  ['has(app) || '.repeat(1000), undefined],
  [7, undefined],
])('%j selects a web front end: %s', (text, result) => {
  expect(calicoSelector(text)?.(labels)).toBe(result);
});
