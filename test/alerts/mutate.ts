import { parseArgs } from 'node:util';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
import { mutantsOf } from './mutation/mutants.ts';
import { cheap, runMutants } from './mutation/run-mutants.ts';
import { equivalent, unexpected } from './mutation/survivors.ts';

/**
 * The long form: every mutant, or those whose rule or group holds one of the words given. With `--seconds` it takes no further
 * case after that time; what is alive then is told, and how many cases did not run. With `--cheap` it runs the cases that the
 * short form runs, which have to suffice.
 */
async function main(args: readonly string[]): Promise<number> {
  const { positionals: words, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seconds: { type: 'string' }, cheap: { type: 'boolean' } },
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
    ...(values.cheap === true && { costliest: cheap }),
    goOn: () => seconds() < limit,
    onProgress: (alive, left) => {
      if (left % 20 === 0) console.error(`${seconds().toFixed(0)} s: ${alive} alive, ${left} cases left`);
    },
  });
  const wrong = unexpected(mutants, survivors);
  for (const line of wrong) console.log(line);
  const reasoned = survivors.filter(({ id }) => id in equivalent).length;
  console.log(
    `${mutants.length} mutants of ${all.length}: ${mutants.length - survivors.length} killed, ${reasoned} equivalent, ${survivors.length - reasoned} alive; ${left} cases not run, ${runs} runs of promtool, ${seconds().toFixed(0)} s`,
  );
  return wrong.length > 0 || left > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
