import { controlStates, type ApiControl, type ApiFramework } from '../../contract/api.ts';
import type { Check } from '../define.ts';
import { summaryOf } from '../frameworks/summary.ts';
import { generatedMark, stateWords, table } from './markdown.ts';

const introduction = `${generatedMark}

# Frameworks

Controls in our own words, with the checks that answer them; what no check answers is said to be so, with the reason below the table:

- **manual**: a person has to judge
- **not automatable**: what decides is out of reach of the Kubernetes API, such as files on nodes or the API of a cloud
- **not covered yet**: a check could answer it, and none does

Benchmarks of managed clusters are answered by what answers the same control of the generic one. The numbers of the generic benchmark hold for 2.0.1 as well; 5.1.14 is of 2.1.0. The mappings to ATT&CK and to the Kubernetes threat matrix are ours.

A framework of your own is a YAML file: see [nist-800-190.yaml](nist-800-190.yaml), list it under \`checks.frameworks\`, and \`plumbline frameworks <id>\` shows what answers it.
`;

/** The page that says of every control of every framework what answers it. */
export function frameworksPage(checks: readonly Check[], frameworks: readonly ApiFramework[]): string {
  const pages = new Map(checks.map(({ id, category }) => [id, `../${category}/README.md#${id}`]));
  return [introduction, ...frameworks.map((framework) => section(framework, pages))].join('\n');
}

function section(framework: ApiFramework, pages: ReadonlyMap<string, string>): string {
  const { id, title, version, source, controls } = framework;
  const { states } = summaryOf(framework);
  const counts = controlStates
    .filter((state) => states[state] > 0)
    .map((state) => `${states[state]} ${stateWords[state]}`);
  const reasons = [...new Set(controls.flatMap(({ reason }) => reason ?? []))];
  const rows = controls.map((control) => [control.id, control.title, control.section, answer(control, pages, reasons)]);
  return [
    `## ${id}\n`,
    `${source === '' ? title : `[${title}](${source})`} ${version}: ${counts.join(', ')}.\n`,
    table(['control', 'what it asks', 'section', 'answered by'], rows),
    ...(reasons.length === 0 ? [] : [`${reasons.map((reason, index) => `${index + 1}. ${reason}`).join('\n')}\n`]),
  ].join('\n');
}

/** Links to checks, or the state with the number of its reason below the table: many controls share one. */
function answer(
  { state, reason, checks }: ApiControl,
  pages: ReadonlyMap<string, string>,
  reasons: readonly string[],
): string {
  if (checks.length > 0) return checks.map((check) => `[${check}](${pages.get(check) ?? ''})`).join(', ');
  return reason === undefined ? stateWords[state] : `${stateWords[state]} (${reasons.indexOf(reason) + 1})`;
}
