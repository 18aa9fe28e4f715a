import { controlStates, type ApiFramework } from '../../contract/api.ts';
import { categories, severities, type Category } from '../../contract/vocabulary.ts';
import type { Check } from '../define.ts';
import { summaryOf } from '../frameworks/summary.ts';
import { eases, impacts, severityTable, type Ease, type Impact } from '../risk.ts';
import { generatedMark, stateWords, table, titled } from './markdown.ts';

const introduction = `${generatedMark}

# Checks

One check is one file: what it objects to, why, what to do, and examples that run as its tests and stand on the page of its category as its documentation.
`;

const howTo = `## How to add a check

1. Choose the category (a folder) and an id; the file is \`<category>/<id>.ts\` and exports the id in camelCase. Ids are API: they are never reused or renamed, so add yours to \`published-ids.txt\`.
2. Choose what it looks at from \`subjects/\`: a container, a pod, the pod and its containers (for fields that containers inherit), a binding, a role, a Service … A subject finds its candidates in every kind of object, so a check never tells a Deployment from a CronJob. What a role must not allow is a list of rights: \`defineRoleCheck\` in \`subjects/role-check.ts\` does the rest.
3. Write \`violatedBy\`. \`true\` objects to the first of \`fields\`; return offences instead where more than one place of a candidate can be wrong, each with a \`part\` that stays the same when the list is reordered. Values may have any shape and \`null\` is as good as absent. It runs for every object at every change: allocate nothing where nothing is wrong.
4. Ask the world for other objects where you must, and name their kinds in \`reads\`. A kind that cannot be seen makes the result unknown.
5. Write examples, as patches of a sound object: each default, absent, \`null\` and empty, each release where the answer changes, and what looks alike but is not meant.
6. Give a \`fix\` where the smallest change is beyond doubt; where the remedy is a decision, another object or a file, a \`paste\` to start from, which must pass the check itself.
7. Say in \`risk\` what its failure gives away and how easily, and in \`frameworks\` which controls it answers; benchmarks of managed clusters follow the generic one by themselves.
8. \`npm run generate\`, \`npm test\`.
`;

/** The page that leads to all others: how many checks there are, why they are as severe as they are, and a list. */
export function indexPage(
  checks: readonly Check[],
  frameworks: readonly ApiFramework[],
  patchOf: (check: Check) => string | undefined,
): string {
  return [
    introduction,
    `## ${checks.length} checks by category\n`,
    countsByCategory(checks),
    pasteable(checks, patchOf),
    '## Severity\n',
    'Severity is what a failure gives away (impact) by how far it is from there (ease), so that two checks of one severity are comparable. Each check names both.\n',
    severityMatrix(),
    ...Object.entries(impacts).map(([impact, meaning]) => `- impact **${impact}**: ${meaning}`),
    ...Object.entries(eases).map(([ease, meaning]) => `- ease **${ease}**: ${meaning}`),
    '\n## Frameworks\n',
    'Which checks answer each control, and why the others have none, is on the [page of frameworks](frameworks/README.md).\n',
    coverage(frameworks),
    howTo,
    '## All checks\n',
    list(checks),
  ].join('\n');
}

function countsByCategory(checks: readonly Check[]): string {
  const row = (name: string, own: readonly Check[]) => [
    name,
    String(own.length),
    ...severities.map((severity) => String(own.filter((check) => check.severity === severity).length)),
    String(own.filter(({ optional }) => optional).length),
  ];
  const rows = categories.flatMap((category) => {
    const own = checks.filter((check) => check.category === category);
    return own.length === 0 ? [] : [row(`[${titled(category)}](${pageOf(category)})`, own)];
  });
  return table(['category', 'checks', ...severities, 'optional'], [...rows, row('all', checks)]);
}

function pasteable(checks: readonly Check[], patchOf: (check: Check) => string | undefined): string {
  const patches = checks.filter((check) => patchOf(check) !== undefined);
  const snippets = checks.filter((check) => check.paste !== undefined && !patches.includes(check));
  return `${patches.length + snippets.length} checks come with YAML to paste: ${patches.length} compute a patch of the object at fault, ${snippets.length} show what to start from.\n`;
}

function severityMatrix(): string {
  const columns = Object.keys(eases) as Ease[];
  const rows = (Object.keys(impacts) as Impact[]).map((impact) => [
    impact,
    ...columns.map((ease) => severityTable[impact][ease]),
  ]);
  return table(['impact \\ ease', ...columns], rows);
}

function coverage(frameworks: readonly ApiFramework[]): string {
  const rows = frameworks.map((framework) => {
    const { id, title, version, controls, states, checks } = summaryOf(framework);
    const name = `[${title}](frameworks/README.md#${id}) ${version}`;
    return [name, String(controls), ...controlStates.map((state) => String(states[state])), String(checks)];
  });
  return table(['framework', 'controls', ...controlStates.map((state) => stateWords[state]), 'checks'], rows);
}

function list(checks: readonly Check[]): string {
  const rows = checks.map(({ id, category, severity, risk, title, optional }) => [
    `[${id}](${pageOf(category)}#${id})`,
    severity,
    risk.impact,
    risk.ease,
    `${title}${optional ? ' (optional)' : ''}`,
  ]);
  return table(['id', 'severity', 'impact', 'ease', 'title'], rows);
}

function pageOf(category: Category): string {
  return `${category}/README.md`;
}
