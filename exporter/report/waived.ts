import type { ScanWaiver } from '../contract/scan.ts';
import type { Scan } from './scan.ts';
import { proseColumns, type Look, type Mark } from './style.ts';
import { counted, harmless, someOf, wrap } from './text.ts';

const mostNames = 5;

/** What people accepted, by waiver, and which waivers are worth a look: ended, ending, wrong, or without use. */
export function waivedSection({ report }: Scan, look: Look, mark: Mark): string[] {
  const { waivers = [] } = report.summary;
  if (waivers.length === 0) return [];
  const used = waivers.filter(({ matched }) => matched > 0).toSorted((a, b) => b.matched - a.matched);
  const accepted = used.reduce((sum, { matched }) => sum + matched, 0);
  const title = `${counted(accepted, 'finding')} accepted by ${counted(used.length, 'waiver')}`;
  const lines = [`${mark('bold', 'Waived')}  ${mark('dim', title)}`, ''];
  for (const { name, matched, reason, expiresAt } of used) {
    const until = expiresAt === undefined ? '' : ` until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC`;
    lines.push(`  ${harmless(name)}  ${mark('dim', `${counted(matched, 'finding')}${until}`)}`);
    lines.push(...wrap(harmless(reason), proseColumns(look, 4)).map((line) => mark('dim', `    ${line}`)));
  }
  for (const { name, problem = '' } of waivers.filter(({ state }) => state === 'refused')) {
    const [first = '', ...rest] = wrap(harmless(`${name} accepts nothing: ${problem}`), proseColumns(look, 4));
    lines.push(`  ${mark('yellow', '!')} ${first}`, ...rest.map((line) => `    ${line}`));
  }
  lines.push(...named(waivers, 'expiring', 'ending soon', mark));
  lines.push(...named(waivers, 'expired', 'ended, so that their findings count', mark));
  lines.push(...named(waivers, 'unused', 'without any finding here', mark));
  return [...lines, ''];
}

function named(waivers: readonly ScanWaiver[], state: ScanWaiver['state'], words: string, mark: Mark): string[] {
  const names = waivers.filter((waiver) => waiver.state === state).map(({ name }) => harmless(name));
  return names.length === 0
    ? []
    : [mark('dim', `  ${counted(names.length, 'waiver')} ${words}: ${someOf(names, mostNames)}`)];
}
