import { describe, expect, it } from 'vitest';
import { isPrintView, printViewOf } from './print-view.ts';

describe('the view of a page for paper', () => {
  it('shows the same time and choice, in the light theme and without navigation', () => {
    const link = printViewOf('/a/app/overview', '?from=now-7d&var-cluster=a&var-cluster=b&refresh=5m');
    const query = new URL(link, 'http://grafana').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ from: 'now-7d', theme: 'light', kiosk: '1', print: '1' });
    expect(query.getAll('var-cluster')).toEqual(['a', 'b']);
  });

  it('does not change while it is printed', () => {
    expect(printViewOf('/a/app/overview', '?refresh=5m')).not.toContain('refresh');
  });

  it.each([
    ['?print=1', true],
    ['?print=0', false],
    ['', false],
  ])('is told by the URL: %s', (search, print) => {
    expect(isPrintView(search)).toBe(print);
  });
});
