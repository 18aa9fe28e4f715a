import type { ScanResult } from '../contract/scan.ts';
import { unowned } from '../contract/vocabulary.ts';
import { byOwner, type OwnerGroup } from './groups.ts';
import type { Scan } from './scan.ts';
import { severityFormats, type Look, type Mark } from './style.ts';
import { counted, fit, harmless, pad, someOf, widthOf } from './text.ts';
import { nameOf, placeOf, withoutContainer } from './words.ts';

/** More rows than this are for programs, not people. */
const mostRows = 100;
const mostContainers = 3;

interface Row {
  readonly result: ScanResult;
  readonly where: string;
  readonly what: string;
  readonly entries: number;
}

/** Every failure, worst first and grouped by owner object; with `all`, every result without a limit. */
export function findingsTable(scan: Scan, look: Look, mark: Mark, all: boolean): string[] {
  const listed = scan.report.results.filter(({ result }) => all || result === 'fail');
  if (listed.length === 0) return [];
  const groups = byOwner(listed).map((group) => ({ group, rows: rowsOf(group) }));
  const multiple = scan.report.summary.clusters.length > 1;
  const shown: typeof groups = [];
  let room = all ? Infinity : mostRows;
  for (const { group, rows } of groups) {
    if (room <= 0) break;
    shown.push({ group, rows: rows.slice(0, room) });
    room -= rows.length;
  }
  const checkColumns = Math.max(...shown.flatMap(({ rows }) => rows).map(({ result }) => result.check.length));
  const title = all ? 'Every result' : 'Findings';
  const lines = [`${mark('bold', title)}  ${mark('dim', countOf(listed, groups.length))}`, ''];
  for (const { group, rows } of shown) {
    lines.push(headingOf(group, multiple, mark), ...rows.map((row) => lineOf(row, checkColumns, look, mark)), '');
  }
  const entriesShown = shown.flatMap(({ rows }) => rows).reduce((sum, { entries }) => sum + entries, 0);
  const missing = listed.length - entriesShown;
  if (missing > 0) {
    lines.push(`  and ${counted(missing, 'more finding')}: narrow with --severity, --check or --namespace,`);
    lines.push('  list everything with --all, or hand it to a program with --output json', '');
  }
  return lines;
}

function countOf(listed: readonly ScanResult[], owners: number): string {
  const failures = listed.filter(({ result }) => result === 'fail').length;
  const of = failures === listed.length ? '' : `, ${failures.toLocaleString('en-US')} of them failures,`;
  return `${listed.length.toLocaleString('en-US')}${of} in ${counted(owners, 'object')}`;
}

function headingOf({ first }: OwnerGroup, multiple: boolean, mark: Mark): string {
  const place = placeOf(first);
  const cluster = multiple && !place.startsWith(first.cluster) ? harmless(first.cluster) : '';
  const team = first.owner.team === unowned ? mark('yellow', unowned) : harmless(first.owner.team);
  const details = [team, mark('dim', place), mark('dim', cluster)].filter((part) => part !== '');
  return `  ${mark('bold', nameOf(first))}  ${details.join('  ')}`;
}

/** One row per check and wording: the same offence in several containers is said once. */
function rowsOf({ results }: OwnerGroup): readonly Row[] {
  const key = (result: ScanResult): string => JSON.stringify([result.result, result.check, withoutContainer(result)]);
  return [...Map.groupBy(results, key).values()].map((same) => {
    const result = same[0] as ScanResult;
    const containers = [...new Set(same.flatMap(({ container }) => container ?? []))];
    return {
      result,
      where: someOf(containers.map(harmless), mostContainers),
      // Passing says it all.
      what: result.result === 'pass' || result.result === 'not_applicable' ? '' : harmless(withoutContainer(result)),
      entries: same.length,
    };
  });
}

const severityColumns = 'critical'.length;
const resultWords = { not_applicable: 'n/a' } as const;

function lineOf({ result, where, what }: Row, checkColumns: number, { width }: Look, mark: Mark): string {
  const failed = result.result === 'fail';
  const word = failed
    ? result.severity
    : result.result === 'not_applicable'
      ? resultWords.not_applicable
      : result.result;
  const lead = `    ${mark(failed ? severityFormats[result.severity] : 'dim', pad(word, severityColumns))}  ${pad(result.check, checkColumns)}  `;
  const room = width === undefined ? Infinity : Math.max(20, width - (4 + severityColumns + 2 + checkColumns + 2));
  if (where === '') return lead + mark('dim', fit(what, room));
  const place = fit(`${where}: `, Math.floor(room / 2));
  return lead + place + mark('dim', fit(what, room - widthOf(place)));
}
