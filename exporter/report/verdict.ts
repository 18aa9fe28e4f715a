import { severities } from '../contract/vocabulary.ts';
import type { Scan } from './scan.ts';
import { severityFormats, type Mark } from './style.ts';
import { counted } from './text.ts';

/** One line that says how it stands, with the score where it can be compared. */
export function verdictLine({ report, comparable }: Scan, mark: Mark): string {
  const { failures, objects, problems, results, clusters } = report.summary;
  const found = severities.filter((severity) => failures[severity] > 0);
  const undecided = problems.length > 0 || results.unknown + results.error > 0;
  const where =
    clusters.length > 1
      ? `${counted(objects, 'object')} of ${counted(clusters.length, 'world')}`
      : counted(objects, 'object');
  const rest = [...(comparable ? scores(clusters) : [])].map((text) => mark('dim', text));
  if (objects === 0) return [mark(['yellow', 'bold'], '! Nothing was judged.'), ...rest].join('  ');
  if (found.length === 0) {
    const verdict = undecided
      ? mark(['yellow', 'bold'], `! Nothing wrong in ${where}, but not everything could be judged.`)
      : mark(['green', 'bold'], `✓ ${where} ${objects === 1 ? 'stands' : 'stand'} true.`);
    return [verdict, ...rest].join('  ');
  }
  const counts = found.map((severity) =>
    mark(severityFormats[severity], `${failures[severity].toLocaleString('en-US')} ${severity}`),
  );
  return [`${mark(['red', 'bold'], '✗')} ${counts.join(', ')} in ${where}.`, ...rest].join('  ');
}

function scores(clusters: Scan['report']['summary']['clusters']): string[] {
  const [only] = clusters;
  if (clusters.length !== 1 || only === undefined) return [];
  const coverage = only.coverage < 1 ? `, coverage ${(Math.floor(only.coverage * 1000) / 10).toFixed(1)} %` : '';
  // Rounded down: 100 is for worlds where nothing fails.
  return only.score === undefined ? [] : [`Score ${Math.floor(only.score * 100)} of 100${coverage}.`];
}
