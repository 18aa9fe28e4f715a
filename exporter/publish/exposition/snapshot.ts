import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { MetricSpec } from '../../contract/index.ts';
import type { Chunk } from './chunk.ts';
import { formats, headerOf, trailerOf, type Format } from './format.ts';

const compress = promisify(gzip);

/** One family of an exposition: its samples of all clusters, cluster by cluster. */
export interface FamilyChunks {
  readonly spec: MetricSpec;
  readonly chunks: readonly Chunk[];
}

/** What /metrics serves until the next one replaces it as a whole. Bodies are put together at their first use. */
export class Snapshot {
  /** When it was rendered, in milliseconds since the epoch. */
  readonly at: number;
  /** Revision per name of the clusters whose first complete evaluation is in it, or would be if we published them. */
  readonly revisions: ReadonlyMap<string, number>;
  /** Names of the clusters that have samples in it. */
  readonly #published: ReadonlySet<string>;
  readonly #families: readonly FamilyChunks[];
  readonly #bodies = new Map<Format, Buffer>();
  readonly #compressed = new Map<Format, Promise<Buffer>>();

  constructor(
    at: number,
    revisions: ReadonlyMap<string, number>,
    published: ReadonlySet<string>,
    families: readonly FamilyChunks[],
  ) {
    this.at = at;
    this.revisions = revisions;
    this.#published = published;
    this.#families = families.filter(({ chunks }) => chunks.some(({ series }) => series > 0));
  }

  /** Whether every cluster of an earlier one is in this one too. */
  publishes(earlier: Snapshot): boolean {
    return [...earlier.#published].every((name) => this.#published.has(name));
  }

  body(format: Format): Buffer {
    let body = this.#bodies.get(format);
    if (body === undefined) {
      const parts: Buffer[] = [];
      for (const { spec, chunks } of this.#families) {
        parts.push(Buffer.from(headerOf(spec, format)));
        for (const chunk of chunks) parts.push(chunk.body);
      }
      parts.push(Buffer.from(trailerOf(format)));
      body = Buffer.concat(parts);
      this.#bodies.set(format, body);
    }
    return body;
  }

  /** The body in gzip, compressed once, off the main thread. */
  compressed(format: Format): Promise<Buffer> {
    let compressed = this.#compressed.get(format);
    if (compressed === undefined) {
      compressed = compress(this.body(format), { level: constants.Z_BEST_SPEED });
      this.#compressed.set(format, compressed);
    }
    return compressed;
  }

  /** Size of each body, without putting it together. */
  bytes(): Readonly<Record<Format, number>> {
    const samples = this.#families.reduce(
      (sum, { chunks }) => chunks.reduce((size, { body }) => size + body.length, sum),
      0,
    );
    const size = (format: Format) =>
      this.#families.reduce(
        (sum, { spec }) => sum + Buffer.byteLength(headerOf(spec, format)),
        samples + trailerOf(format).length,
      );
    const [text, openmetrics] = formats;
    return { [text]: size(text), [openmetrics]: size(openmetrics) };
  }

  /** Series per name of a family; families without any are not in the exposition. */
  seriesByFamily(): ReadonlyMap<string, number> {
    return new Map(
      this.#families.map(({ spec, chunks }) => [spec.name, chunks.reduce((sum, { series }) => sum + series, 0)]),
    );
  }
}
