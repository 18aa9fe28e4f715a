import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dashboardUids } from './app-links.ts';
import { dashboardJson } from './json/dashboard-json.ts';
import { sortedJson } from './json/sorted.ts';
import { pages } from './pages/index.ts';
import { readme } from './readme.ts';

/** Every generated file, by path below this folder. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const options = (await resolveConfig(import.meta.filename)) ?? {};
  return new Map([
    ...pages.map((page): [string, string] => [
      `generated/${dashboardUids[page.id]}.json`,
      sortedJson(dashboardJson(page)),
    ]),
    ['README.md', await format(readme(pages), { ...options, parser: 'markdown' })],
  ]);
}

async function main(): Promise<void> {
  const files = await generated();
  const folder = join(import.meta.dirname, 'generated');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (!files.has(`generated/${name}`)) await rm(join(folder, name));
  for (const [path, text] of files) await writeFile(join(import.meta.dirname, path), text);
}

if (import.meta.main) await main();
