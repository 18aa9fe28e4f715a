import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { snapshotLines } from '../ingest/snapshot/write-snapshot.ts';
import { snapshotOf } from './cluster.ts';
import { fleet } from './fleet.ts';

/** The recordings by file name: plain text, so that a change to the fleet can be read in a diff. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const clusters = await fleet();
  return Object.fromEntries(
    clusters.map((cluster) => [`${cluster.name}.ndjson`, [...snapshotLines(snapshotOf(cluster))].join('')]),
  );
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, 'generated');
  for (const [name, text] of Object.entries(await generated())) await writeFile(join(folder, name), text);
}
