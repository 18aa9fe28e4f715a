import { cpus, totalmem } from 'node:os';
import { benchApiCost } from './api-cost.ts';
import { benchChangeLatency } from './change-latency.ts';
import { benchEvaluate } from './evaluate.ts';
import { mib } from './figures.ts';
import { benchFleetStore } from './fleet-store.ts';
import { benchFirstSync } from './first-sync.ts';
import { benchOpenFindings } from './open-findings.ts';
import { benchRules } from './rules.ts';
import { benchScrape } from './scrape.ts';
import { benchStore } from './store.ts';
import { benchStoreTurns } from './store-turns.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  a: () => benchEvaluate(),
  b: () => benchFirstSync(),
  c: () => benchChangeLatency(),
  d: () => benchScrape(),
  e: () => benchApiCost(),
  f: () => benchStore(),
  g: () => benchFleetStore(),
  h: () => benchOpenFindings(),
  i: () => benchRules(),
  j: () => benchStoreTurns(),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`bench: no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
console.log(
  `Node ${process.version}, ${cpus().length} CPUs, ${mib(totalmem())}. Ratios compare figures of this run only.`,
);
for (const [name, bench] of Object.entries(benches)) if (chosen.length === 0 || chosen.includes(name)) await bench();
process.exit(0);
