import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { catalogueOf } from './catalogue.ts';
import { readme } from './readme.ts';
import { prometheusGroups, prometheusRuleObject, ruleFile } from './rule-file.ts';
import { thresholdsModule } from './thresholds.ts';
import { loadValues, ValuesError, type Values } from './values.ts';

/** Every generated file, by path below this folder. */
export async function generated(values: Values): Promise<ReadonlyMap<string, string>> {
  const catalogue = catalogueOf(values);
  const groups = prometheusGroups(catalogue.groups, values.links);
  const options = (await resolveConfig(import.meta.filename)) ?? {};
  return new Map([
    ['generated/plumbline.rules.yaml', ruleFile(groups)],
    ['generated/prometheusrule.yaml', prometheusRuleObject(groups)],
    ['generated/thresholds.ts', await format(thresholdsModule(catalogue), { ...options, parser: 'typescript' })],
    ['README.md', await format(readme(catalogue), { ...options, parser: 'markdown' })],
  ]);
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
    const files = await generated(loadValues(options.values));
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
