/** A sentence of a runbook with the values that it quotes, as `within {alerts.burst.within}`. */
export interface Quote {
  readonly alert: string;
  /** Words as they stand in the runbook, line breaks aside, and a source in braces for each number. */
  readonly words: string;
}

/** What a quoted number is taken from; undefined where there is no such value. Durations in seconds, shares 0 to 1. */
export type ValueOf = (source: string) => number | undefined;

const words: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
      (word, index) => [word, index + 1],
    ),
  ),
  'a quarter': 0.25,
  a: 1,
  an: 1,
  once: 1,
  half: 0.5,
  twenty: 20,
  thirty: 30,
  hundred: 100,
};
const units: Readonly<Record<string, number>> = {
  '%': 0.01,
  second: 1,
  s: 1,
  minute: 60,
  min: 60,
  hour: 3_600,
  h: 3_600,
  day: 86_400,
  d: 86_400,
  week: 604_800,
};
const alternatives = (of: Readonly<Record<string, number>>) =>
  Object.keys(of)
    .toSorted((one, other) => other.length - one.length)
    .join('|');
const unit = `(?:${alternatives(units)})s?`;
/** A number in words or digits, with its unit where it has one: `half an hour`, `5 %`, `a hundred`, `1800`. */
const quantity = `(?:a hundred|${alternatives(words)}|\\d[\\d.]*\\d|\\d)(?:\\s+(?:(?:of )?an?\\s+)?${unit}(?![\\w]))?`;

/** The number that words say, in the unit of values (seconds, shares); undefined where they say none. */
export function quantityOf(text: string): number | undefined {
  const said = text.replaceAll(/\s+/g, ' ');
  const named = new RegExp(`^(.+?)(?: (?:(?:of )?an? )?(${unit}))?$`).exec(said);
  const [, number = '', of] = named ?? [];
  const value =
    number === 'a hundred' ? 100 : (words[number] ?? (/^[\d.]+$/.test(number) ? Number(number) : undefined));
  if (value === undefined) return undefined;
  return value * (of === undefined ? 1 : (units[of] ?? units[of.replace(/s$/, '')] ?? NaN));
}

/** Where a runbook says the words of a quote, and the numbers in it; undefined where it does not. */
export interface Said {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly numbers: readonly { readonly source: string; readonly text: string }[];
}

/** Finds the words of a quote, whatever numbers stand in it. */
export function find({ words: template }: Quote, text: string): Said | undefined {
  const sources = [...template.matchAll(/\{([^}]+)\}/g)].map(([, source]) => source ?? '');
  const literal = (part: string) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+');
  const pattern = new RegExp(
    template
      .split(/\{[^}]+\}/)
      .map(literal)
      .join(`(${quantity})`),
  );
  const match = pattern.exec(text);
  if (match === null) return undefined;
  return {
    from: match.index,
    to: match.index + match[0].length,
    line: text.slice(0, match.index).split('\n').length,
    numbers: sources.map((source, index) => ({ source, text: match[index + 1] ?? '' })),
  };
}

/** What is wrong with a quote: a value that has gone or says something else, each with file and line. */
export function misquoted(quote: Quote, text: string, valueOf: ValueOf): readonly string[] {
  const file = `alerts/runbooks/${quote.alert}.md`;
  const said = find(quote, text);
  if (said === undefined)
    return [`${file}: no line says "${quote.words}"; write into test/alerts/quotes.ts what it says instead`];
  return said.numbers.flatMap(({ source, text: number }) => {
    const at = `${file}:${said.line}`;
    const value = valueOf(source);
    if (value === undefined) return [`${at}: quotes ${source}, which is neither in alerts/values.yaml nor of the rule`];
    const told = quantityOf(number);
    const isSame = told !== undefined && Math.abs(told - value) <= 1e-9 * Math.abs(value);
    return isSame ? [] : [`${at}: says "${number.replaceAll(/\s+/g, ' ')}" where ${source} is ${value}`];
  });
}

/** Numbers of a text, with where they stand; what only says that it is one thing, as `a week` or `once`, is none. */
export function numbersIn(text: string): readonly { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(new RegExp(`(?<![\\w.#])(?:${quantity})(?![\\w])`, 'g'))]
    .map((match) => ({ text: match[0], at: match.index }))
    .filter(({ text: number }) => !/^(?:one|once|an?)\b(?! hundred| quarter)/.test(number));
}
