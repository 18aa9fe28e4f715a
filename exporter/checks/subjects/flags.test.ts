import { describe, expect, it } from 'vitest';
import { flagsAsPrinted, flagsOfWords } from './flags.ts';

describe('flags of a command line', () => {
  const text = (line: string, name: string, dialect: 'pflag' | 'go' = 'pflag') =>
    flagsOfWords(line.split(' '), dialect).text(name);

  it.each([
    ['--a=b', 'a', 'b'],
    ['--a b', 'a', 'b'],
    ['--a=b --a=c', 'a', 'c'],
    ['--a=b=c', 'a', 'b=c'],
    ['--a= --b=1', 'a', undefined],
    ['--a --b=1', 'a', 'true'],
    ['--a', 'a', 'true'],
    ['--some_long_name=x', 'some-long-name', 'x'],
    ['-a=b', 'a', undefined],
    ['-- --a=b', 'a', undefined],
    ['--profiling false', 'profiling', 'true'],
    ['word --a=b', 'a', 'b'],
  ])('reads %j as %s = %j', (line, name, value) => {
    expect(text(line, name)).toBe(value);
  });

  it('reads one dash like two for etcd, and underscores as they are', () => {
    expect(text('-cert-file=/a', 'cert-file', 'go')).toBe('/a');
    expect(text('--cert_file=/a', 'cert-file', 'go')).toBeUndefined();
  });

  it('adds lists up, and takes the last of anything else', () => {
    const flags = flagsOfWords(['--x=a,b', '--x=c', '--n=1', '--n=2'], 'pflag');
    expect(flags.list('x')).toEqual(['a', 'b', 'c']);
    expect(flags.number('n')).toBe(2);
  });

  it.each([
    ['1', true],
    ['T', true],
    ['TRUE', true],
    ['false', false],
    ['0', false],
    ['yes', false],
  ])('takes %s for %s', (value, on) => {
    expect(flagsOfWords([`--profiling=${value}`], 'pflag').isOn('profiling', true)).toBe(on);
  });

  it('knows no number where there is none', () => {
    const flags = flagsOfWords(['--n=10x', '--m=-1'], 'pflag');
    expect([flags.number('n'), flags.number('m'), flags.number('o')]).toEqual([undefined, -1, undefined]);
  });
});

describe('flags as the API server prints them', () => {
  const flags = flagsAsPrinted({ list: '[a,b]', empty: '[]', nothing: '', on: 'true', odd: 3 });

  it('reads lists between brackets, and nothing from what is empty', () => {
    expect(flags.list('list')).toEqual(['a', 'b']);
    expect(flags.list('empty')).toEqual([]);
    expect([flags.text('empty'), flags.text('nothing'), flags.text('odd'), flags.text('toString')]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(flags.isOn('on', false)).toBe(true);
  });
});
