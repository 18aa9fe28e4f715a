import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['\u200b=1+1', "'\u200b=1+1"],
    ['＝1+1', "'＝1+1"],
    ['\t1', "'\t1"],
    ['\n=1+1', '"\'\n=1+1"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ])('that holds %j runs no formula', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  it.each([['web-1'], ['spec.a[=b]'], ['volume = x'], ['']])('that holds %j stays as it is', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
