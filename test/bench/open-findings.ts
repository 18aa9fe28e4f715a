import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstLine, startScript } from './child.ts';
import { startExporter } from './exporter-child.ts';
import { ms, print, quantile, ratio } from './figures.ts';

/** Findings of one bad deployment of `workloads.ts`, in round figures: it decides how many there are, not what is printed. */
const perDeployment = 29;
const starts = 3;

interface Held {
  readonly open: number;
  /** Of all findings as JSON. */
  readonly jsonBytes: number;
  /** Heap with the findings less the heap with the evaluation alone. */
  readonly grown: number;
  readonly without: number;
}

/** (h) What many open findings cost: memory of each, and a start that finds them remembered. */
export async function benchOpenFindings(findings = 100_000): Promise<void> {
  const deployments = Math.ceil(findings / perDeployment);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  try {
    const path = join(folder, 'held.db');
    const found = await held(deployments, path);
    const remembered = await held(deployments, path);
    const perFinding = ({ grown, open }: Held) => `${(grown / open).toFixed(0)} bytes`;
    const json = `${(found.jsonBytes / found.open).toFixed(0)} bytes of JSON`;
    const share = ({ grown, jsonBytes }: Held) => `${json} (ratio ${ratio(grown / jsonBytes)})`;
    const times = await startTimes(deployments, folder);
    const [empty, unremembered, written, known] = times;
    print(`(h) ${found.open} open findings of ${deployments} deployments, SQLite`, [
      { what: 'heap per finding, found by this process', value: perFinding(found), baseline: share(found) },
      { what: 'heap per finding, read from the file', value: perFinding(remembered), baseline: share(remembered) },
      {
        what: 'all of them, to what evaluation holds anyway',
        value: ratio(remembered.grown / remembered.without),
      },
      { what: 'start to ready, no deployments, new file', value: ms(empty) },
      { what: 'start to ready, no file', value: ms(unremembered) },
      {
        what: 'start to ready, new file: all are written',
        value: ms(written),
        baseline: `no file (ratio ${ratio(written / unremembered)})`,
      },
      {
        what: 'start to ready, all are remembered',
        value: ms(known),
        baseline: `no file (ratio ${ratio(known / unremembered)})`,
        aim: '≤ 1.5',
        met: known <= 1.5 * unremembered,
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function held(deployments: number, path: string): Promise<Held> {
  const child = startScript('findings-child.ts', String(deployments), path);
  return JSON.parse(await firstLine(child)) as Held;
}

/** Median times of starting: nothing to find, nowhere to remember, a new file, and one that knows everything. */
async function startTimes(deployments: number, folder: string): Promise<readonly [number, number, number, number]> {
  const nothing = startScript('findings-server.ts', '0');
  const server = startScript('findings-server.ts', String(deployments));
  try {
    const [empty, full] = [await firstLine(nothing), await firstLine(server)];
    let files = 0;
    const fresh = () => join(folder, `start-${(files += 1)}.db`);
    const kept = fresh();
    await readyAfter(full, kept);
    return [
      await median(() => readyAfter(empty, fresh())),
      await median(() => readyAfter(full, '')),
      await median(() => readyAfter(full, fresh())),
      await median(() => readyAfter(full, kept)),
    ];
  } finally {
    nothing.kill();
    server.kill();
  }
}

async function readyAfter(url: string, store: string): Promise<number> {
  const exporter = await startExporter(url, { PLUMBLINE_STORE_URL: store });
  await exporter.stop();
  return exporter.readyAfterMs;
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < starts; start += 1) times.push(await measure());
  return quantile(times, 0.5);
}
