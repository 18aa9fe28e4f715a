import { stringify } from 'yaml';
import type { ApiCheck, ApiCheckExample, ApiFramework } from '../../contract/api.ts';
import type { Category } from '../../contract/vocabulary.ts';
import type { Check } from '../define.ts';
import { describeCheck } from '../describe.ts';
import type { Manifest } from '../patch.ts';
import { code, generatedMark, table, titled } from './markdown.ts';

/** The page of one category; `patchOf` gives a patch for an example of a check, as YAML. */
export function categoryPage(
  category: Category,
  checks: readonly Check[],
  frameworks: readonly ApiFramework[],
  patchOf: (check: Check) => string | undefined,
): string {
  const lines = [
    `${generatedMark}\n`,
    `# ${titled(category)}\n`,
    `All categories, and why checks are as severe as they are: [checks](../README.md).\n`,
    table(
      ['id', 'severity', 'title'],
      checks.map(({ id, severity, title }) => [`[${id}](#${id})`, severity, title]),
    ),
    ...checks.map((check) => section(check, frameworks, patchOf(check))),
  ];
  return lines.join('\n');
}

function section(check: Check, frameworks: readonly ApiFramework[], patch: string | undefined): string {
  const described = describeCheck(check, frameworks);
  const {
    id,
    title,
    severity,
    risk,
    why,
    remedy,
    paste,
    fields,
    needs,
    observed,
    switches,
    optional,
    composite,
    examples,
  } = described;
  const answers = answersOf(described, frameworks);
  return [
    `## ${id}\n`,
    `**${title}**\n`,
    `${why}\n`,
    `Remedy: ${remedy}\n`,
    ...[patch, paste].flatMap((text) => (text === undefined ? [] : [`\`\`\`yaml\n${text}\`\`\`\n`])),
    `- severity: **${severity}**, ${risk.impact} × ${risk.ease}: ${risk.gains}; ${risk.takes}`,
    `- looks at: ${code(fields)} of every ${check.subject}`,
    `- needs: ${code(needs)}${observed.length === 0 ? '' : `; ${code(observed)} ${observed.length === 1 ? 'is a reading' : 'are readings'} of Plumbline itself`}`,
    ...(switches.length > 0
      ? [`- off for clusters until ${code(switches)} ${switches.length === 1 ? 'is' : 'are'} set`]
      : []),
    ...(optional ? [`- optional: runs only where \`checks.enable\` or a profile asks for it`] : []),
    ...(composite ? ['- a combination of other checks: outside the score, which its parts already lower'] : []),
    ...(answers.length > 0 ? ['- answers:', ...answers] : []),
    '',
    ...parametersOf(described),
    ...results.map((result) => examplesOf(check, examples, result)),
  ].join('\n');
}

/** One line for each framework, with the controls that the check answers. */
function answersOf(check: ApiCheck, frameworks: readonly ApiFramework[]): readonly string[] {
  return frameworks.flatMap(({ id, title }) => {
    const own = check.frameworks.filter(({ framework }) => framework === id);
    if (own.length === 0) return [];
    return [`  - [${title}](../frameworks/README.md#${id}) ${own.map(({ control }) => control).join(', ')}`];
  });
}

function parametersOf({ id, parameters }: ApiCheck): readonly string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, preset, meaning }) => [`\`${name}\``, code([JSON.stringify(preset)]), meaning]);
  return [`Set under \`checks.parameters.${id}\`:\n`, table(['parameter', 'default', 'meaning'], rows)];
}

const results = ['fail', 'pass', 'not_applicable'] as const;
const marks = { fail: '✗ fails', pass: '✓ passes', not_applicable: '– does not apply' } as const;

/** The claims of all examples of one result, and the manifest of the first: `plumbline checks` prints the others. */
function examplesOf(check: Check, examples: readonly ApiCheckExample[], result: (typeof results)[number]): string {
  const [first, ...others] = examples.filter((example) => example.result === result);
  if (first === undefined) return '';
  return [
    `${marks[result]} when ${first.when}:\n`,
    `\`\`\`yaml\n${marked(first.manifest, check.sound)}\`\`\`\n`,
    ...(others.length > 0 ? [`also when\n\n${others.map(({ when }) => `- ${when}`).join('\n')}\n`] : []),
  ].join('\n');
}

/** An example with a mark at the lines that the sound manifest does not have: they decide, and the rest is scenery. */
function marked(example: string, sound: Manifest): string {
  // A comment inside a block of text would be part of it.
  if (/[|>][-+]?$/m.test(example)) return example;
  const usual = new Set(stringify(sound, { lineWidth: 0 }).split('\n'));
  const lines = example.split('\n');
  if (lines.every((line) => !usual.has(line))) return example;
  return lines.map((line) => (line === '' || line === '---' || usual.has(line) ? line : `${line} # ←`)).join('\n');
}
