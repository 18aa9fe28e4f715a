import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { kinds, type KindName } from '../../model/kinds.ts';
import type { ManagerDigest } from '../../model/object.ts';
import { isRecord, records } from '../../model/record.ts';
import { Malformed, project } from '../../normalize/project.ts';
import {
  isKindStatus,
  snapshotFormat,
  snapshotVersion,
  SnapshotError,
  type Snapshot,
  type SnapshotEvent,
  type SnapshotHeader,
  type SnapshotKind,
  type SnapshotObject,
} from './format.ts';

const longestLine = 32 * 1024 * 1024;
const mostBytes = 4 * 1024 ** 3;

/** Reads a whole snapshot, compressed or not, and proves that it is complete. Throws SnapshotError when it is not. */
export async function readSnapshot(input: string | AsyncIterable<Uint8Array>): Promise<Snapshot> {
  const name = typeof input === 'string' ? input : 'standard input';
  const reader = new SnapshotReader(name);
  try {
    for await (const line of linesOf(typeof input === 'string' ? createReadStream(input) : input, name)) {
      reader.take(line);
    }
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) throw incomplete(name, 'its compressed data is cut or damaged', error);
    throw new SnapshotError(`${name}: cannot be read (${code || String(error)})`, { cause: error });
  }
  return reader.finish();
}

/** Whether a file begins like a snapshot, whatever it is called. */
export async function isSnapshotFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    // Only the head was read: without this flush the cut stream would be an error.
    const text = isGzip(head) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    return /^\s*\{"format":\s*"plumbline-snapshot"/.test(text.toString('utf8'));
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return false;
    throw error;
  } finally {
    await file.close();
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Buffer, void> {
  let rest: Buffer[] = [];
  let length = 0;
  let total = 0;
  for await (const chunk of uncompressed(chunks)) {
    total += chunk.length;
    if (total > mostBytes) throw new SnapshotError(`${name}: is larger than 4 GiB; snapshot fewer namespaces`);
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at + 1)]);
      rest = [];
      length = 0;
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine) throw new SnapshotError(`${name}: a line is longer than 32 MiB; this is no snapshot`);
  }
  if (length > 0) yield Buffer.concat(rest);
}

async function* uncompressed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Buffer, void> {
    yield Buffer.from(first.value as Uint8Array);
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield Buffer.from(next.value);
  }
  if (!isGzip(first.value)) return yield* all();
  // An error of either side ends the iteration below.
  yield* pipeline(Readable.from(all()), createGunzip(), () => undefined) as AsyncIterable<Buffer>;
}

class SnapshotReader {
  readonly #name: string;
  readonly #hash = createHash('sha256');
  readonly #objects: SnapshotObject[] = [];
  readonly #facts: Snapshot['facts'][number][] = [];
  readonly #events: SnapshotEvent[] = [];
  readonly #passedOver: Snapshot['passedOver'][number][] = [];
  #header: SnapshotHeader | undefined;
  #line = 0;
  #ended = false;
  #counts = { objects: 0, facts: 0, events: 0 };

  constructor(name: string) {
    this.#name = name;
  }

  take(bytes: Buffer): void {
    this.#line += 1;
    const line = this.#parse(bytes);
    if (this.#header === undefined) this.#header = headerOf(this.#name, line);
    else if (this.#ended) throw incomplete(this.#name, 'something stands behind its last line');
    else if (isRecord(line['end'])) this.#end(line['end']);
    else this.#content(line);
    this.#hash.update(bytes);
  }

  finish(): Snapshot {
    if (this.#header === undefined) throw new SnapshotError(`${this.#name}: is empty; take the snapshot again`);
    if (!this.#ended) throw incomplete(this.#name, 'its last line is missing');
    return {
      header: this.#header,
      objects: this.#objects,
      facts: this.#facts,
      events: this.#events,
      passedOver: this.#passedOver,
    };
  }

  #parse(bytes: Buffer): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8'));
      if (isRecord(value)) return value;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (this.#header !== undefined) throw incomplete(this.#name, `line ${this.#line} is not JSON`);
    }
    throw notASnapshot(this.#name);
  }

  #content(line: Record<string, unknown>): void {
    if (typeof line['fact'] === 'string') {
      this.#counts.facts += 1;
      this.#facts.push({ fact: line['fact'], subject: textOf(line['subject']), value: line['value'] });
    } else if (typeof line['at'] === 'number') {
      this.#counts.events += 1;
      const event = this.#event(line['at'], line);
      if (event !== undefined) this.#events.push(event);
    } else if ('object' in line) {
      this.#counts.objects += 1;
      const object = this.#object(line);
      if (object !== undefined) this.#objects.push(object);
    }
  }

  #event(at: number, line: Record<string, unknown>): SnapshotEvent | undefined {
    const { put, remove, status } = line;
    if (isRecord(put)) {
      const object = this.#object(put);
      return object && { at, put: object };
    }
    const target = isRecord(remove) ? remove : status;
    const kind = isRecord(target) ? this.#kind(target['kind']) : undefined;
    if (kind === undefined || !isRecord(target)) return undefined;
    if (target === remove) {
      return { at, remove: { kind, namespace: textOf(target['namespace']), name: textOf(target['name']) } };
    }
    const { status: value, reason } = target;
    if (!isKindStatus(value)) return undefined;
    return { at, status: { kind, status: value, ...(typeof reason === 'string' && { reason }) } };
  }

  #kind(name: unknown): KindName | undefined {
    if (typeof name === 'string' && Object.hasOwn(kinds, name)) return name as KindName;
    this.#passedOver.push({ reason: 'unknown_kind', detail: String(name) });
    return undefined;
  }

  /** The file may come from anywhere, so objects are normalized again; the digest of managers survives that. */
  #object(line: Record<string, unknown>): SnapshotObject | undefined {
    const kind = this.#kind(line['kind']);
    if (kind === undefined) return undefined;
    try {
      const object = project(kind, line['object']);
      const managers = managersOf(line['object']);
      return { kind, object: managers ? { ...object, metadata: { ...object.metadata, managers } } : object };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#passedOver.push({ reason: 'malformed', detail: `line ${this.#line}: ${error.message}` });
      return undefined;
    }
  }

  #end(end: Record<string, unknown>): void {
    for (const [what, count] of Object.entries(this.#counts)) {
      if (end[what] !== count)
        throw incomplete(this.#name, `it should hold ${String(end[what])} ${what}, and holds ${count}`);
    }
    if (end['sha256'] !== this.#hash.copy().digest('hex')) throw incomplete(this.#name, 'its checksum does not match');
    this.#ended = true;
  }
}

function managersOf(object: unknown): readonly ManagerDigest[] | undefined {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const managers = isRecord(metadata) ? metadata['managers'] : undefined;
  return Array.isArray(managers) ? (records(managers) as unknown as ManagerDigest[]) : undefined;
}

function headerOf(name: string, line: Record<string, unknown>): SnapshotHeader {
  const { format, version, cluster, takenAt, kinds: stated, gaps } = line;
  if (format !== snapshotFormat || typeof version !== 'number') throw notASnapshot(name);
  if (version > snapshotVersion) {
    throw new SnapshotError(
      `${name}: is a snapshot of version ${version}, and this plumbline reads up to ${snapshotVersion}; use a newer plumbline`,
    );
  }
  if (!isRecord(cluster) || typeof cluster['id'] !== 'string' || typeof cluster['name'] !== 'string') {
    throw new SnapshotError(`${name}: its first line names no cluster; take the snapshot again`);
  }
  const known: Partial<Record<KindName, SnapshotKind>> = {};
  for (const [kind, state] of Object.entries(isRecord(stated) ? stated : {})) {
    if (!Object.hasOwn(kinds, kind) || !isRecord(state) || !isKindStatus(state['status'])) continue;
    const { status, reason, count } = state;
    known[kind as KindName] = {
      status,
      count: Number(count) || 0,
      ...(typeof reason === 'string' && { reason }),
    };
  }
  return {
    format: snapshotFormat,
    version,
    cluster: {
      id: cluster['id'],
      name: cluster['name'],
      version: textOf(cluster['version']),
      provider: textOf(cluster['provider'], 'unknown'),
    },
    takenAt: textOf(takenAt),
    kinds: known,
    gaps: Array.isArray(gaps) ? gaps.map((gap: unknown) => textOf(gap)) : [],
  };
}

function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

function notASnapshot(name: string): SnapshotError {
  return new SnapshotError(`${name}: is not a snapshot; write one with \`plumbline snapshot -o cluster.ndjson.gz\``);
}

function incomplete(name: string, reason: string, cause?: unknown): SnapshotError {
  return new SnapshotError(`${name}: the snapshot is incomplete (${reason}); copy it or take it again`, { cause });
}
