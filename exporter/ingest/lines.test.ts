import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './lines.ts';

/** Feeds text to a splitter in pieces cut at these places. */
function split(text: string, cuts: readonly number[], longest: number) {
  const bytes = Buffer.from(text);
  const splitter = createLineSplitter(longest);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.flatMap((end, index) => splitter.push(bytes.subarray(places[index - 1] ?? 0, end)));
}

describe('lines', () => {
  it('do not depend on how the stream was cut, even within a character', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat()), (texts, cuts) => {
        const lines = texts.map((text) => text.replaceAll('\n', ''));
        const whole = lines.map((line) => `${line}\n`).join('');
        const wanted = lines.filter((line) => line.trim() !== '').map((line) => Buffer.from(line).toString());
        expect(split(whole, cuts, 1_000_000)).toEqual(wanted.map((text) => ({ text })));
      }),
    );
  });

  it('that are too long are reported with their size, and the next one is whole', () => {
    const found = split(`short\n${'x'.repeat(50)}\nnext\n`, [10, 20, 30, 40], 16);
    expect(found).toEqual([{ text: 'short' }, { tooLong: 50 }, { text: 'next' }]);
  });

  it('need their end: the rest is no line', () => {
    expect(split('{"a":1}\n{"b"', [], 100)).toEqual([{ text: '{"a":1}' }]);
  });
});
