import { describe, expect, it } from 'vitest';
import { clusterTabs, linkToTab, tabOf } from './cluster-tabs.ts';

describe('parts of the page of a cluster', () => {
  it.each(clusterTabs.map(({ id }) => id))('lead to %s and back, whatever the cluster is called', (id) => {
    const name = 'arn:aws:eks:eu-1:1:cluster/prod 50%';
    const segments = linkToTab(name, id).split('/').slice(4).map(decodeURIComponent);
    expect(segments[0]).toBe(name);
    expect(tabOf(segments[1])).toBe(id);
  });

  it('begin with posture where a path names none of them', () => {
    expect(tabOf('nothing')).toBe('posture');
  });
});
