import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { toolPath } from '../tools/find.ts';
import { run } from './process.ts';

/** A series and what it holds at a moment (seconds since 1970). */
export interface BackfilledSeries {
  readonly series: string;
  readonly valueAt: (seconds: number) => number;
}

/** Which moments get a sample, in seconds: from `back` before `end` up to it, `step` apart. */
export interface BackfillSpan {
  readonly end: number;
  readonly back: number;
  readonly step: number;
}

/** Writes series as blocks into the folder of a Prometheus that has not been started yet. */
export async function backfill(
  data: string,
  series: Iterable<BackfilledSeries>,
  { end, back, step }: BackfillSpan,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-backfill-'));
  const file = join(folder, 'samples.txt');
  const lines = function* () {
    for (const { series: name, valueAt } of series) {
      let text = '';
      for (let at = end - back; at <= end; at += step) text += `${name} ${valueAt(at)} ${at}\n`;
      yield text;
    }
    yield '# EOF\n';
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file));
    // Blocks of two hours would read the file once for each of them.
    const args = ['tsdb', 'create-blocks-from', '--quiet', '--max-block-duration=2184h', 'openmetrics', file, data];
    const { code, stdout, stderr } = await run(toolPath('promtool'), args);
    if (code !== 0) throw new Error(`promtool writes no blocks: ${stdout}${stderr}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
