import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { shellCommands, type ShellCommand } from './shell-words.ts';

const folder = join(import.meta.dirname, '../../alerts/runbooks');

/** A runbook as the tests look at it. */
export interface Runbook {
  readonly alert: string;
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Before the first section: title, and the block that sets variables. */
  readonly opening: string;
  /** Text by heading, in order. */
  readonly sections: ReadonlyMap<string, string>;
  /** Commands of blocks and of inline code, in order; the first are those of the opening. */
  readonly commands: readonly ShellCommand[];
}

/** What the page on runbooks lets readers set once, with its examples. */
export const shellOfReaders: ReadonlyMap<string, string> = new Map(
  [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^([A-Z_]+)=(\S*) *#/gm)].map(
    ([, name = '', value = '']) => [name, value],
  ),
);

/** The page that all share, without the block that defines their shell. */
export function sharedPage(): { readonly shell: string; readonly commands: readonly ShellCommand[] } {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const [shell = '', ...rest] = blocksOf(text);
  return { shell, commands: shellCommands(rest.join('\n'), new Map(shellOfReaders)) };
}

/** Every runbook, by name. */
export const runbooks: readonly Runbook[] = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .sort()
  .map((file) => read(file.replace(/\.md$/, ''), readFileSync(join(folder, file), 'utf8')));

function read(alert: string, text: string): Runbook {
  const [, facts = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const [opening = '', ...sections] = body.split(/^## /m);
  return {
    alert,
    text,
    facts: (parse(facts) ?? {}) as Record<string, string>,
    opening,
    sections: new Map(
      sections.map((section) => {
        const end = section.indexOf('\n');
        return [section.slice(0, end), section.slice(end + 1).trim()];
      }),
    ),
    commands: shellCommands(scriptsOf(body).join('\n'), new Map(shellOfReaders)),
  };
}

/** Blocks, and inline code that begins with a command, in the order of the text. */
function scriptsOf(body: string): readonly string[] {
  return [
    ...body.matchAll(/^ *```sh\n([\s\S]*?)^ *```$|`((?:api|send|drop|prom|own|kubectl|plumbline|amtool) [^`\n]+)`/gm),
  ].map(([, block, inline]) => block?.replaceAll(/^ *(# undo: )?/gm, '') ?? inline ?? '');
}

function blocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block]) => block ?? '');
}
