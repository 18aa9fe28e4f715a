import { impacts } from '../checks/risk.ts';
import { unowned } from '../contract/vocabulary.ts';
import { nameOf, placeOf, withoutContainer } from './words.ts';
import { byIssue, rankOf, type IssueGroup, type OwnerGroup } from './groups.ts';
import { edits, patchCommand } from './fix.ts';
import type { Scan } from './scan.ts';
import { proseColumns, severityFormats, type Look, type Mark } from './style.ts';
import { counted, harmless, someOf, wrap } from './text.ts';

const mostIssues = 5;
/** What an attacker gains, the most first: a path to the cluster comes before one to a node. */
const reach = Object.keys(impacts);
/** Of these, so that what a path begins with is not crowded out. */
const mostPaths = 3;
const mostNamed = 3;
const mostEdits = 6;
const indent = '    ';

/** The few worst things, whole ways of attack before single weaknesses: what, where, whose, why it matters, and what to do about it. */
export function worstSection(scan: Scan, look: Look, mark: Mark): string[] {
  const issues = byIssue(scan.report.results);
  const isPath = ({ check }: IssueGroup): boolean => scan.checks.get(check)?.category === 'attack-paths';
  // Other combinations repeat what their parts say better.
  const single = issues.filter(({ check }) => !scan.checks.get(check)?.composite);
  const rest = single.length > 0 ? single : issues.filter((issue) => !isPath(issue));
  const reachOf = ({ check }: IssueGroup): number => reach.indexOf(scan.checks.get(check)?.risk.impact ?? '');
  const paths = issues
    .filter(isPath)
    .sort((a, b) => rankOf(a.severity) - rankOf(b.severity) || reachOf(a) - reachOf(b));
  const grave = [...paths.slice(0, mostPaths), ...newObjectsFirst(rest)].filter(({ severity }) => severity !== 'info');
  const shown = grave.slice(0, mostIssues);
  if (shown.length === 0) return [];
  const lines = [mark('bold', 'Worst first'), ''];
  for (const issue of shown) lines.push(...issueLines(issue, scan, look, mark), '');
  return lines;
}

/** Of one severity what says something of an object that is not there yet, so that one bad role does not fill the list. */
function newObjectsFirst(issues: readonly IssueGroup[]): readonly IssueGroup[] {
  const seen = new Set<string>();
  const again = new Set<IssueGroup>();
  for (const issue of issues) {
    const names = issue.owners.map(({ first }) => nameOf(first));
    if (names.every((name) => seen.has(name))) again.add(issue);
    for (const name of names) seen.add(name);
  }
  return issues.toSorted(
    (a, b) => rankOf(a.severity) - rankOf(b.severity) || Number(again.has(a)) - Number(again.has(b)),
  );
}

function issueLines(issue: IssueGroup, scan: Scan, look: Look, mark: Mark): string[] {
  const check = scan.checks.get(issue.check);
  const [example, ...others] = fixableFirst(issue.owners, scan);
  if (example === undefined) return [];
  const columns = proseColumns(look, indent.length);
  const prose = (text: string): string[] => wrap(text, columns).map((line) => indent + line);
  const head = `  ${mark(severityFormats[issue.severity], `● ${issue.severity}`)}  ${mark('bold', check?.title ?? issue.check)}`;
  return [
    `${head}  ${mark('dim', issue.check)}`,
    ...prose(whereOf(example, others)),
    ...prose(check?.because ?? '').map((line) => mark('dim', line)),
    ...fixLines(example, scan, check?.remedy ?? '', prose, mark),
  ];
}

function fixableFirst(owners: readonly OwnerGroup[], { patches }: Scan): readonly OwnerGroup[] {
  const best = owners.find(({ results }) => results.every((result) => patches.has(result)));
  return best === undefined ? owners : [best, ...owners.filter((owner) => owner !== best)];
}

function whereOf({ first, results }: OwnerGroup, others: readonly OwnerGroup[]): string {
  const containers = [...new Set(results.flatMap(({ container }) => container ?? []))].map(harmless);
  const within =
    containers.length === 0
      ? ''
      : ` (${containers.length === 1 ? 'container' : 'containers'} ${someOf(containers, mostNamed)})`;
  const place = first.source === undefined ? '' : `, ${placeOf(first)}`;
  const owner =
    first.owner.team === unowned ? 'Nobody is named as its owner.' : `Its owner is ${harmless(first.owner.team)}.`;
  const names = others.map((group) => nameOf(group.first));
  const also = names.length === 0 ? '' : ` Also ${counted(names.length, 'other object')}: ${someOf(names, mostNamed)}.`;
  return `${nameOf(first)}${within}${place}: ${harmless(withoutContainer(first))}. ${owner}${also}`;
}

function fixLines(
  { first, results }: OwnerGroup,
  { patches, kubectl }: Scan,
  remedy: string,
  prose: (text: string) => string[],
  mark: Mark,
): string[] {
  const known = results.flatMap((result) => patches.get(result) ?? []);
  const toDo = prose(`Fix: ${remedy}`);
  if (known.length === 0) return toDo;
  const flags = kubectl(first.cluster);
  if (flags !== undefined) {
    const command = patchCommand(first, known, flags);
    return command === undefined ? toDo : [...toDo, `${indent}${mark('green', command)}`];
  }
  const lines = edits(known).map((line) => `${indent}  ${mark('green', harmless(line))}`);
  const rest = lines.length - mostEdits;
  return [...toDo, ...lines.slice(0, mostEdits), ...(rest > 0 ? [`${indent}  and ${rest} more`] : [])];
}
