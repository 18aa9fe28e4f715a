import { parseArgs } from 'node:util';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
import { mutantsOf } from './mutation/mutants.ts';
import { runMutants } from './mutation/run-mutants.ts';
import { owed } from './mutation/owed.ts';
import { equivalent, toldApart } from './mutation/survivors.ts';

/**
 * The long form: every mutant, or those whose rule or group holds one of the words given. With `--seconds` it takes no further
 * case after that time; what is alive then is told, and how many cases did not run.
 */
async function main(args: readonly string[]): Promise<number> {
  const { positionals: words, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seconds: { type: 'string' } },
  });
  const catalogue = catalogueOf(loadValues());
  const all = mutantsOf(catalogue);
  const mutants = all.filter(
    ({ id, group }) => words.length === 0 || words.some((word) => id.includes(word) || group.name.includes(word)),
  );
  if (mutants.length === 0) {
    console.error(`mutate: no rule or group holds ${words.join(' or ')}`);
    return 2;
  }
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  const limit = values.seconds === undefined ? Infinity : Number(values.seconds);
  const { survivors, runs, left } = await runMutants(mutants, catalogue, {
    goOn: () => seconds() < limit,
    onProgress: (alive, left) => {
      if (left % 20 === 0) console.error(`${seconds().toFixed(0)} s: ${alive} alive, ${left} cases left`);
    },
  });
  const known = toldApart(survivors);
  const alive = new Set(survivors.map(({ id }) => id));
  for (const { id } of survivors) if (!(id in equivalent)) console.log(`alive: ${id}`);
  for (const { id } of mutants) {
    if (!alive.has(id) && (id in equivalent || owed.includes(id))) console.log(`killed, take it from its list: ${id}`);
  }
  console.log(
    `${mutants.length} mutants of ${all.length}: ${mutants.length - survivors.length} killed, ${known.equivalent} equivalent, ${known.owed} owed a case, ${known.surprising.length} alive beside those; ${left} cases not run, ${runs} runs of promtool, ${seconds().toFixed(0)} s`,
  );
  return survivors.length > known.equivalent || left > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
