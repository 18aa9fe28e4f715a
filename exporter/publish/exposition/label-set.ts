import type { LabelOf, MetricSpec } from '../../contract/index.ts';

/** Longest label value that is published, in UTF-16 units: longer than any Kubernetes name, short of what hurts. */
const longestValue = 256;

const special = /[\\"\n\0]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\0': '\uFFFD' };

/**
 * A label value as both text formats write it between quotes. Control characters are legal there and stay, but for
 * NUL, at which tools that are written in C stop reading; unpaired surrogates cannot be written as UTF-8. Both become
 * U+FFFD.
 */
export function escapeLabelValue(value: string): string {
  const cut = value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;
  return cut.toWellFormed().replace(special, (character) => escapes[character] ?? '');
}

/** Values of every label that tells the series of one cluster apart. */
export type LabelValues<M extends MetricSpec> = Readonly<Record<Exclude<LabelOf<M>, 'cluster'>, string>>;

/** Label values of one series, ready to be written; made once where the set is closed. */
export interface LabelSet<L extends string = string> {
  readonly names: readonly L[];
  /** `check="a",status="fail"`; undefined when a value is no string, so that the series cannot be written. */
  readonly text: string | undefined;
}

/** Renders labels in the order of the contract; `cluster` is written by the chunk. */
export function labelSet<M extends MetricSpec>(
  spec: M,
  values: LabelValues<M>,
): LabelSet<Exclude<LabelOf<M>, 'cluster'>> {
  const names = (spec.labels as readonly LabelOf<M>[]).filter(
    (label): label is Exclude<LabelOf<M>, 'cluster'> => label !== 'cluster',
  );
  let text: string | undefined = '';
  for (const name of names) {
    // Types promise a string, but the text comes from clusters: one broken value may cost no more than its series.
    const value: unknown = values[name];
    if (typeof value !== 'string') {
      text = undefined;
      break;
    }
    text += `${text === '' ? '' : ','}${name}="${escapeLabelValue(value)}"`;
  }
  return { names, text };
}
