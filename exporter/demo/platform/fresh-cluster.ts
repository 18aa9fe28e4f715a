import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../checks/patch.ts';
import { readSnapshot } from '../../ingest/snapshot/read-snapshot.ts';
import { daysAgo } from '../manifests/meta.ts';

const recording = fileURLToPath(new URL('../recorded/fresh-cluster.ndjson', import.meta.url));

/** Everything that an API server and its controller manager make by themselves, as a real one did; `age` in days. */
export async function freshCluster(age: number): Promise<readonly Manifest[]> {
  const { objects } = await readSnapshot(recording);
  return objects.map(({ object: { metadata, ...rest } }) => {
    const { name, namespace, labels, annotations } = metadata;
    return {
      ...rest,
      metadata: {
        name,
        ...(namespace !== '' && { namespace }),
        creationTimestamp: daysAgo(age),
        ...(labels && { labels }),
        ...(annotations && { annotations }),
      },
    };
  });
}
