import type { ScanProblem, ScanResult } from '../contract/scan.ts';
import type { Scan } from './scan.ts';
import { proseColumns, type Look, type Mark } from './style.ts';
import { counted, harmless, someOf, wrap } from './text.ts';
import { nameOf } from './words.ts';

const mostPlaces = 3;
const mostGroups = 15;

/** What platform exemptions explained away, by exemption, with the reason that ships with each. */
export function explainedSection({ report }: Scan, look: Look, mark: Mark): string[] {
  const exempt = report.results.filter(({ exemption }) => exemption?.id.startsWith('platform/'));
  if (exempt.length === 0) return [];
  const groups = [...Map.groupBy(exempt, ({ exemption }) => exemption?.id ?? '').values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const title = `${mark('bold', 'Explained away')}  ${mark('dim', `${counted(exempt.length, 'platform finding')} that the platform cannot do without`)}`;
  const lines = [title, ''];
  for (const group of groups) {
    const objects = [...new Set(group.map(nameOf))];
    lines.push(`  ${someOf(objects, mostPlaces)}  ${mark('dim', counted(group.length, 'finding'))}`);
    const reason = harmless(group[0]?.exemption?.reason ?? '');
    lines.push(...wrap(reason, proseColumns(look, 4)).map((line) => mark('dim', `    ${line}`)));
  }
  return [...lines, ''];
}

/** What could not be judged, each with its remedy: it is neither good nor bad, but unknown. */
export function unseenSection({ report }: Scan, look: Look, mark: Mark): string[] {
  const { problems, unknownKinds } = report.summary;
  // Where a kind cannot be seen, that is said once and not for every object that hangs on it.
  const kindsUnseen = problems.some(({ resource }) => resource !== undefined);
  const undecided = report.results.filter(({ result }) => result === 'error' || (result === 'unknown' && !kindsUnseen));
  const groups = [...problemGroups(problems), ...undecidedGroups(undecided)];
  const lines: string[] = [];
  if (groups.length > 0) lines.push(mark('bold', 'Could not be judged'), '');
  for (const { what, places, remedy } of groups.slice(0, mostGroups)) {
    const where = places.length === 0 ? '' : `${someOf(places, mostPlaces)}: `;
    const [first = '', ...rest] = wrap(harmless(`${where}${what}`), proseColumns(look, 4));
    lines.push(`  ${mark('yellow', '!')} ${first}`, ...rest.map((line) => `    ${line}`));
    lines.push(...wrap(remedy, proseColumns(look, 4)).map((line) => mark('dim', `    ${line}`)));
  }
  if (groups.length > mostGroups) lines.push(`  and ${groups.length - mostGroups} more; --output json has them all`);
  if (groups.length > 0) lines.push('');
  const kinds = Object.entries(unknownKinds).toSorted(([, a], [, b]) => b - a);
  if (kinds.length > 0) {
    const total = kinds.reduce((sum, [, count]) => sum + count, 0);
    const named = someOf(
      kinds.map(([kind, count]) => `${harmless(kind)} × ${count}`),
      mostPlaces,
    );
    lines.push(
      ...wrap(
        `Passed over: ${counted(total, 'object')} of a kind that no check looks at (${named}).`,
        proseColumns(look, 0),
      ).map((line) => mark('dim', line)),
      '',
    );
  }
  return lines;
}

interface Group {
  readonly what: string;
  readonly places: readonly string[];
  readonly remedy: string;
}

function problemGroups(problems: readonly ScanProblem[]): Group[] {
  const key = ({ message, remedy }: ScanProblem): string => JSON.stringify([message, remedy]);
  return [...Map.groupBy(problems, key).values()].map((same) => ({
    what: same[0]?.message ?? '',
    places: same.flatMap(({ file, line, resource, cluster }) => {
      if (file !== undefined)
        return [`${file === '-' ? 'standard input' : file}${line === undefined ? '' : `:${line}`}`];
      return [resource ?? cluster ?? ''].filter((place) => place !== '');
    }),
    remedy: same[0]?.remedy ?? '',
  }));
}

/** How a world says that it is blind for a kind; any other reason is a check's own. */
const kindUnseen = /(?:objects cannot be seen|kind that this check needs cannot be seen)/;

function undecidedGroups(undecided: readonly ScanResult[]): Group[] {
  const key = ({ result, message }: ScanResult): string => JSON.stringify([result, message]);
  return [...Map.groupBy(undecided, key).values()].map((same) => {
    const checks = [...new Set(same.map(({ check }) => check))];
    const objects = new Set(same.map((result) => `${result.cluster} ${nameOf(result)}`)).size;
    const failed = same[0]?.result === 'error';
    return {
      what: `${someOf(checks, mostPlaces)} on ${counted(objects, 'object')}: ${same[0]?.message ?? ''}`,
      places: [],
      remedy: failed
        ? 'This is a defect of the check: please report it with the object, secrets removed.'
        : kindUnseen.test(same[0]?.message ?? '')
          ? 'Grant get and list on that kind (`plumbline doctor` shows how), then scan again.'
          : 'Look at it where it is kept, or let it be seen if the reason says how; until then it is neither good nor bad.',
    };
  });
}
