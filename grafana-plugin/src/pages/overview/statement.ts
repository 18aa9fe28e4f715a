import { counted, numberOf, percentOf } from '../../shown/count.ts';
import type { Figures } from './figures.ts';

/** How we stand and what changed, in plain sentences. */
export interface Statement {
  /** `good` only where everything that is expected is known and nothing is wrong. */
  readonly tone: 'good' | 'bad' | 'unknown';
  readonly standing: string;
  readonly week: string;
  /** What is not known, as sentences. */
  readonly unknown: readonly string[];
}

/** Composes the statement; what is not known is said, and never taken for good. */
export function statementOf(figures: Figures): Statement {
  return {
    tone: toneOf(figures),
    standing: [clusters(figures), findings(figures), budget(figures)].filter((part) => part !== '').join(' '),
    week: week(figures),
    unknown: unknown(figures),
  };
}

function toneOf({ expected, known, clean, openCritical, overdueCritical, budgetLeft }: Figures): Statement['tone'] {
  const failing = known !== undefined && clean !== undefined && clean < known;
  if (failing || (openCritical ?? 0) > 0 || (overdueCritical ?? 0) > 0 || (budgetLeft ?? 0) < 0) return 'bad';
  const complete = expected !== undefined && expected > 0 && known === expected && clean === expected;
  return complete && openCritical !== undefined ? 'good' : 'unknown';
}

function clusters({ expected, known, clean }: Figures): string {
  if (expected === undefined || expected === 0) return 'Which clusters there should be is not known.';
  if (known === undefined || clean === undefined || known === 0) {
    return `How ${expected === 1 ? 'the one expected cluster stands' : `the ${counted(expected, 'expected cluster')} stand`} is not known.`;
  }
  if (clean === expected)
    return expected === 1 ? 'The one expected cluster is clean.' : `All ${expected} expected clusters are clean.`;
  const who = clean === 0 ? 'None' : numberOf(clean);
  return `${who} of ${counted(expected, 'expected cluster')} ${clean === 1 ? 'is' : 'are'} clean.`;
}

function findings({ openCritical, overdueCritical }: Figures): string {
  if (openCritical === undefined) return '';
  if (openCritical === 0) return 'No critical finding is open where we look.';
  const open = `${counted(openCritical, 'critical finding')} ${openCritical === 1 ? 'is' : 'are'} open`;
  if (overdueCritical === undefined) return `${open}.`;
  if (overdueCritical === 0) return `${open}, none of them longer than agreed.`;
  if (openCritical === 1) return `${open}, longer than agreed.`;
  return `${open}, ${overdueCritical === openCritical ? 'all' : numberOf(overdueCritical)} of them longer than agreed.`;
}

function budget({ budgetLeft }: Figures): string {
  if (budgetLeft === undefined) return '';
  if (budgetLeft < 0) return 'The error budget of clean clusters is overspent.';
  return `${percentOf(budgetLeft)} of the error budget of clean clusters is left.`;
}

function week({ newCritical, fixedCritical, scoreChange }: Figures): string {
  const parts = [
    newCritical === undefined ? undefined : `${someOf(newCritical, 'no')} critical ${noun(newCritical)} began`,
    fixedCritical === undefined ? undefined : `${someOf(fixedCritical, 'none')} ${verb(fixedCritical)} fixed`,
    scoreChange === undefined ? undefined : `the score ${moved(scoreChange)}`,
  ].filter((part) => part !== undefined);
  const told = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0];
  return told === undefined ? 'What changed in the last seven days is not known.' : `In the last seven days ${told}.`;
}

// Counters of Prometheus grow by parts where a scrape was missed.
const someOf = (count: number, none: string) => (Math.round(count) === 0 ? none : numberOf(Math.round(count)));
const noun = (count: number) => (Math.round(count) === 1 ? 'finding' : 'findings');
const verb = (count: number) => (Math.round(count) === 1 ? 'was' : 'were');

function moved(change: number): string {
  const points = Math.abs(Number((100 * change).toFixed(1)));
  if (points === 0) return 'held';
  return `${change > 0 ? 'rose' : 'fell'} by ${points} ${points === 1 ? 'point' : 'points'}`;
}

function unknown({
  expected,
  known,
  openCritical,
  newCritical,
  fixedCritical,
  scoreChange,
  budgetLeft,
}: Figures): readonly string[] {
  const silent = expected === undefined || known === undefined ? undefined : expected - known;
  return [
    silent !== undefined && silent > 0
      ? `${counted(silent, 'expected cluster')} ${silent === 1 ? 'says' : 'say'} nothing, which is not clean.`
      : undefined,
    openCritical === undefined ? 'How many critical findings are open is not known.' : undefined,
    newCritical === undefined && fixedCritical !== undefined
      ? 'How many critical findings began is not known.'
      : undefined,
    fixedCritical === undefined && newCritical !== undefined ? 'How many were fixed is not known.' : undefined,
    scoreChange === undefined ? 'The score cannot be compared with that of a week ago.' : undefined,
    budgetLeft === undefined ? 'What is left of the error budget is known after a week of data.' : undefined,
  ].filter((sentence) => sentence !== undefined);
}
