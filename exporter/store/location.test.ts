import { describe, expect, it } from 'vitest';
import { labelOf, locate } from './location.ts';

describe('the location of a store', () => {
  it.each([
    ['', { engine: 'memory' }],
    ['/var/lib/plumbline/findings.db', { engine: 'sqlite', path: '/var/lib/plumbline/findings.db' }],
    ['findings.db', { engine: 'sqlite', path: 'findings.db' }],
    ['sqlite:/data/a.db', { engine: 'sqlite', path: '/data/a.db' }],
    ['sqlite:///data/a.db', { engine: 'sqlite', path: '/data/a.db' }],
    ['sqlite:a.db', { engine: 'sqlite', path: 'a.db' }],
    ['postgres://u@db/plumbline', { engine: 'postgres', url: 'postgres://u@db/plumbline' }],
    ['postgresql://db:6432/x', { engine: 'postgres', url: 'postgresql://db:6432/x' }],
  ] as const)('of "%s" is understood', (url, location) => {
    expect(locate(url)).toEqual(location);
  });

  it.each(['mysql://db/x', 'http://db', 'sqlite:', 'postgres://[broken'])('of "%s" is refused', (url) => {
    expect(() => locate(url)).toThrow(/store\.url/);
  });

  it.each(['postgres://u:hunter2@db/x', 'postgres://u@db/x?password=hunter2', 'mysql://u:hunter2@db'])(
    'with a password in it is refused without repeating it: %s',
    (url) => {
      expect(() => locate(url)).toThrow(/store\.passwordFile/);
      expect(() => locate(url)).not.toThrow(/hunter2/);
    },
  );

  it('is shown without the name of the user', () => {
    expect(labelOf(locate('postgres://admin@db:5432/plumbline?sslmode=require'))).toBe('postgres://db:5432/plumbline');
  });
});
