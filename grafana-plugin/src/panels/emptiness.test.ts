import { describe, expect, it } from 'vitest';
import { isEmpty, type Answered } from './emptiness.ts';

const answer = (values: readonly unknown[], type = 'number'): Answered => ({
  fields: [
    { type: 'time', values: values.map((_value, index) => index) },
    { type, values },
  ],
});

describe('an answer', () => {
  it.each<[string, readonly Answered[], boolean]>([
    ['without any series', [], true],
    ['of a series without points', [answer([])], true],
    ['of gaps alone', [answer([null, undefined])], true],
    ['of times alone', [{ fields: [{ type: 'time', values: [1, 2] }] }], true],
    ['with a zero, which is a figure', [answer([0])], false],
    ['that is not a number, which somebody has to see', [answer([Number.NaN])], false],
    ['with a text', [answer(['a'], 'string')], false],
    ['of which one series has something', [answer([]), answer([null, 1])], false],
  ])('%s is told right', (_what, answers, empty) => {
    expect(isEmpty(answers)).toBe(empty);
  });
});
