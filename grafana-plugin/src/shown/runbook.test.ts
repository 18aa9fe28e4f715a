import { describe, expect, it } from 'vitest';
import { runbookOf } from './runbook.ts';

describe('the runbook of an alert', () => {
  it.each([
    ['https://runbooks.example/k8s', 'https://runbooks.example/k8s/KspmScanStale.md'],
    ['https://runbooks.example/k8s//', 'https://runbooks.example/k8s/KspmScanStale.md'],
    ['', undefined],
    [undefined, undefined],
    ['javascript:alert(1)', undefined],
  ])('below %s is %s', (base, link) => {
    expect(runbookOf(base, 'KspmScanStale')).toBe(link);
  });

  it('cannot lead elsewhere by its name', () => {
    expect(runbookOf('https://runbooks.example', '../x?y')).toBe('https://runbooks.example/..%2Fx%3Fy.md');
  });
});
