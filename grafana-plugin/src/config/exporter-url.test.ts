import { describe, expect, it } from 'vitest';
import { problemOfRunbooksUrl, problemOfUrl, tidyUrl } from './exporter-url.ts';

describe('the URL of the exporter', () => {
  it.each(['http://plumbline:8080', 'https://posture.example/behind/a/path', 'http://[::1]:8080'])(
    'may be %s',
    (url) => {
      expect(problemOfUrl(url)).toBeUndefined();
    },
  );

  it.each([
    ['', 'Enter where'],
    ['plumbline:8080', 'begins with http'],
    ['not a url', 'no URL'],
    ['ftp://plumbline', 'begins with http'],
    ['http://me:secret@plumbline', 'token'],
    ['http://plumbline?x=1', '?'],
    ['http://plumbline/api/v1', '/api'],
  ])('is refused as %j with a reason', (url, reason) => {
    expect(problemOfUrl(url)).toContain(reason);
  });

  it('is kept without slashes at its end', () => {
    expect(tidyUrl(' http://plumbline:8080// ')).toBe('http://plumbline:8080');
  });
});

describe('the URL of runbooks', () => {
  it.each(['', 'https://git.example/runbooks'])('may be %j', (url) => {
    expect(problemOfRunbooksUrl(url)).toBeUndefined();
  });

  it.each(['runbooks', 'javascript:alert(1)'])('is refused as %j with a reason', (url) => {
    expect(problemOfRunbooksUrl(url)).toContain('http');
  });
});
