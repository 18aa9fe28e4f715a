import { kindStatuses, type ApiKind, type KindStatus } from '#contract';
import { describe, expect, it } from 'vitest';
import { groupsOf } from './kind-groups.ts';

const kind = (resource: string, status: KindStatus): ApiKind => ({ resource, status, objects: 0 });
const names = (kinds: readonly ApiKind[]) => kinds.map(({ resource }) => resource);

describe('kinds of a cluster', () => {
  it('are told apart by what is known, those that cannot be seen by how grave that is', () => {
    const groups = groupsOf([
      kind('pods', 'synced'),
      kind('routes', 'absent'),
      kind('nodes', 'pending'),
      kind('secrets', 'forbidden'),
      kind('ingresses', 'stale'),
      kind('configmaps', 'synced'),
      kind('bindings', 'forbidden'),
    ]);
    expect(names(groups.unseen)).toEqual(['bindings', 'secrets', 'ingresses', 'nodes']);
    expect(names(groups.seen)).toEqual(['configmaps', 'pods']);
    expect(names(groups.absent)).toEqual(['routes']);
  });

  it.each(kindStatuses)('that are %s are in exactly one group', (status) => {
    expect(Object.values(groupsOf([kind('x', status)])).flat()).toHaveLength(1);
  });
});
