import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fault } from '../support/fake-faults.ts';
import { configMap, createRig, pod, until, type Rig } from '../support/ingest-rig.ts';

/** One thing that happens to a cluster while it is followed. */
type Happening =
  | { readonly do: 'put'; readonly name: string; readonly value: string }
  | { readonly do: 'remove'; readonly name: string }
  | { readonly do: 'recreate'; readonly name: string }
  | { readonly do: 'pod'; readonly name: string; readonly owner: string | undefined }
  | { readonly do: 'remove pod'; readonly name: string }
  | { readonly do: 'fault'; readonly verb: 'list' | 'watch'; readonly fault: Fault }
  | { readonly do: 'compact' | 'end watches' | 'bookmark' | 'outage' | 'revoke' | 'grant' | 'rest' };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { do: 'cut' },
    { do: 'garbage' },
    { do: 'eof' },
    { do: 'reset' },
    { do: 'half' },
    { do: 'hang' },
    { do: 'slow', ms: 5 },
    { do: 'giant', bytes: 5000 },
    { do: 'error-event', code: 410, reason: 'Expired' },
    { do: 'error-event', code: 500, reason: 'InternalError' },
  ),
  fc.record({ do: fc.constant('status' as const), code: fc.constantFrom(401, 403, 404, 410, 429, 500, 503, 504) }),
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), name, value: fc.string({ maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recreate' as const), name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pod' as const),
      name,
      owner: fc.constantFrom(undefined, 'ReplicaSet/web', 'Foo/x'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove pod' as const), name }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('fault' as const), verb: fc.constantFrom('list', 'watch'), fault }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('compact', 'end watches', 'bookmark', 'outage', 'revoke', 'grant', 'rest', 'rest', 'rest'),
    }),
  },
);

async function happen({ server }: Rig, what: Happening): Promise<void> {
  switch (what.do) {
    case 'put':
      return void server.put('ConfigMap', configMap(what.name, { value: what.value }));
    case 'remove':
      return server.remove('ConfigMap', 'shop', what.name);
    case 'recreate':
      server.remove('ConfigMap', 'shop', what.name);
      return void server.put('ConfigMap', configMap(what.name));
    case 'pod':
      return void server.put('Pod', pod(what.name, what.owner));
    case 'remove pod':
      return server.remove('Pod', 'shop', what.name);
    case 'fault':
      return server.fault({ verb: what.verb, times: 1, fault: what.fault });
    case 'compact':
      return server.storage.compact();
    case 'end watches':
      return server.endWatches();
    case 'bookmark':
      return server.bookmark();
    case 'outage':
      await server.down();
      return server.up();
    case 'revoke':
      return server.deny('configmaps', '*');
    case 'grant':
      return server.allow('configmaps');
    case 'rest':
      await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What the server holds that the sink must hold, by name and uid and version. */
function expected({ server }: Rig, collection: string): string[] {
  const kept = (server.storage.read(collection) ?? []).filter(
    ({ metadata }) => !JSON.stringify(metadata['ownerReferences'] ?? []).includes('ReplicaSet'),
  );
  return kept.map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`);
}

/** Pods that gained a controller may stay until the next list; they are not judged and do not count. */
function held({ sink }: Rig, kind: 'ConfigMap' | 'Pod'): string[] {
  return [...(sink.objects.get(kind)?.values() ?? [])]
    .filter(({ metadata }) => !metadata.ownerReferences?.some((owner) => owner.kind === 'ReplicaSet'))
    .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
    .sort();
}

it('the sink ends with the content of the server, whatever happened on the way', { timeout: 60_000 }, async () => {
  const scripts = fc.array(happening, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      await using rig = await createRig({ history: 20 });
      rig.follow(['ConfigMap', 'Pod', 'ReplicaSet'], {
        timings: { preflightMs: 15, rediscoverMs: 15, identityMs: 15, forbiddenRetryMs: 5, retryLongestMs: 10 },
        limits: { silenceMs: 60, idleMs: 60, longestLine: 4096 },
      });
      // Half of the scripts begin with the first list, half with a watch under way.
      if (script.length % 2 === 0) await until(() => rig.server.openWatches === 3);
      for (const what of script) await happen(rig, what);
      rig.server.clearFaults();
      rig.server.allow('configmaps');
      const same = () =>
        held(rig, 'ConfigMap').join() === expected(rig, 'configmaps').join() &&
        held(rig, 'Pod').join() === expected(rig, 'pods').join() &&
        rig.sink.statuses.get('ConfigMap')?.status === 'synced' &&
        rig.sink.statuses.get('Pod')?.status === 'synced';
      await until(same);
      const removable = new Set(script.flatMap((what) => ('name' in what ? [what.name] : [])));
      expect(rig.sink.removals.every((removal) => removable.has(removal.slice(removal.lastIndexOf('/') + 1)))).toBe(
        true,
      );
    }),
    { numRuns: 60 },
  );
});
