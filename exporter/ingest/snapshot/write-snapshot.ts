import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join, basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Snapshot, SnapshotEvent, SnapshotHeader, SnapshotTrailer } from './format.ts';
import { sealed } from './seal.ts';

/** What goes into a snapshot; every object is sealed on its way out. */
export type SnapshotContent = Omit<Snapshot, 'passedOver'>;

/** The lines of a snapshot, trailer included. */
export function* snapshotLines({ header, objects, facts, events }: SnapshotContent): Generator<string, void> {
  const hash = createHash('sha256');
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line(header satisfies SnapshotHeader);
  for (const { kind, object } of objects) yield line({ kind, object: sealed(kind, object) });
  for (const fact of facts) yield line(fact);
  for (const event of events.toSorted((a, b) => a.at - b.at)) yield line(sealedEvent(event));
  const end = { objects: objects.length, facts: facts.length, events: events.length, sha256: hash.digest('hex') };
  yield `${JSON.stringify({ end } satisfies SnapshotTrailer)}\n`;
}

function sealedEvent(event: SnapshotEvent): SnapshotEvent {
  if (!('put' in event)) return event;
  return { at: event.at, put: { kind: event.put.kind, object: sealed(event.put.kind, event.put.object) } };
}

function bytesOf(content: SnapshotContent, compress: boolean): AsyncIterable<Uint8Array> {
  const lines = Readable.from(snapshotLines(content));
  // An error of the lines ends the iteration of what they are piped through.
  return compress ? pipeline(lines, createGzip(), () => undefined) : lines.map((line: string) => Buffer.from(line));
}

/** Writes a snapshot to a stream, compressed unless told otherwise, and leaves the stream open. */
export async function writeSnapshot(
  stream: NodeJS.WritableStream,
  content: SnapshotContent,
  { compress = true }: { readonly compress?: boolean } = {},
): Promise<void> {
  for await (const chunk of bytesOf(content, compress)) if (!stream.write(chunk)) await once(stream, 'drain');
}

/**
 * Writes a snapshot file, compressed when its name ends in `.gz`. It appears under its name only when it is whole,
 * and only its owner may read it.
 */
export async function writeSnapshotFile(path: string, content: SnapshotContent): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.partial`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    try {
      await file.writeFile(bytesOf(content, path.endsWith('.gz')));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
