import { expect, it } from 'vitest';
import { valueText } from './value-text.ts';

it.each([
  [undefined, undefined],
  ['', '""'],
  ['a\nb', 'a\nb'],
  [false, 'false'],
  [null, 'null'],
  [0, '0'],
  [[], '[]'],
  [{ add: ['ALL'] }, '{\n  "add": [\n    "ALL"\n  ]\n}'],
])('the value %j reads %j', (value, text) => {
  expect(valueText({ value })).toBe(text);
});
