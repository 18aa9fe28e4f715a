import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { InhibitMarksError, withInhibitRules } from './alertmanager/inhibit-rules.ts';
import { catalogueOf } from './catalogue.ts';
import { grafanaRules } from './grafana.ts';
import { readme } from './readme.ts';
import { prometheusGroups, prometheusRuleObject, ruleFile } from './rule-file.ts';
import { thresholdsModule } from './thresholds.ts';
import { loadValues, ValuesError, type Values } from './values.ts';

/** Every generated file, by path below the folder; what is only generated in part is taken from there, if it is there. */
export async function generated(
  values: Values,
  folder: string = import.meta.dirname,
): Promise<ReadonlyMap<string, string>> {
  const catalogue = catalogueOf(values);
  const groups = prometheusGroups(catalogue.groups, values.links);
  const options = (await resolveConfig(import.meta.filename)) ?? {};
  return new Map([
    ['generated/plumbline.rules.yaml', ruleFile(groups)],
    ['generated/prometheusrule.yaml', prometheusRuleObject(groups)],
    ['generated/grafana-alerting.yaml', grafanaRules(groups, values.grafana)],
    ['generated/thresholds.ts', await format(thresholdsModule(catalogue), { ...options, parser: 'typescript' })],
    ['alertmanager.yaml', await configuration(folder)],
    ['README.md', await format(readme(catalogue), { ...options, parser: 'markdown' })],
  ]);
}

async function configuration(folder: string): Promise<string> {
  const own = join(folder, 'alertmanager.yaml');
  const file = existsSync(own) ? own : join(import.meta.dirname, 'alertmanager.yaml');
  try {
    return withInhibitRules(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof InhibitMarksError) throw new ValuesError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

const usage = 'usage: node alerts/generate.ts [--values <file> --out <folder>]\n';

async function main(args: readonly string[]): Promise<number> {
  try {
    const { values: options } = parseArgs({
      args: [...args],
      options: { values: { type: 'string' }, out: { type: 'string' } },
    });
    if (options.values !== undefined && options.out === undefined) {
      process.stderr.write(`--values: name a folder with --out; what is committed comes from alerts/values.yaml\n`);
      return 1;
    }
    const folder = options.out ?? import.meta.dirname;
    const files = await generated(loadValues(options.values), folder);
    await mkdir(join(folder, 'generated'), { recursive: true });
    for (const [path, text] of files) await writeFile(join(folder, path), text);
    return 0;
  } catch (error) {
    if (error instanceof ValuesError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof TypeError && 'code' in error) process.stderr.write(`${error.message}\n${usage}`);
    else throw error;
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
