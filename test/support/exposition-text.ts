/** One line of samples, its labels as Prometheus would store them. */
export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ParsedFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ParsedSample[];
}

const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const labelPattern = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/;
const suffixes: Readonly<Record<string, readonly string[]>> = {
  gauge: [''],
  counter: ['', '_total'],
  histogram: ['_bucket', '_sum', '_count'],
};

/** Reads an exposition strictly: both formats, whole families, HELP and TYPE once, no series twice, no NaN. Throws. */
export function parseExposition(text: string): ReadonlyMap<string, ParsedFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, { name: string; type: string; help: string; samples: ParsedSample[] }>();
  const series = new Set<string>();
  let current: { name: string; type: string; help: string; samples: ParsedSample[] } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '# EOF') continue;
    const comment = /^# (HELP|TYPE|UNIT) (\S+) (.*)$/.exec(line);
    if (comment !== null) {
      const [, keyword, name = '', rest = ''] = comment;
      if (keyword === 'HELP') {
        if (families.has(name)) throw new Error(`${name} begins twice`);
        current = { name, type: '', help: rest.replaceAll('\\"', '"'), samples: [] };
        families.set(name, current);
      } else if (current?.name !== name) throw new Error(`${line} stands outside its family`);
      else if (keyword === 'TYPE') current.type = rest;
      else if (!name.endsWith(`_${rest}`)) throw new Error(`${name} does not end in its unit ${rest}`);
      continue;
    }
    const sample = parseSample(line);
    const family = current;
    const belongs = family && (suffixes[family.type] ?? []).some((suffix) => sample.name === family.name + suffix);
    if (!family || !belongs) throw new Error(`${line} stands outside its family`);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
    if (series.has(key)) throw new Error(`${line} is there twice`);
    if (Number.isNaN(sample.value)) throw new Error(`${line} has no value`);
    series.add(key);
    family.samples.push(sample);
  }
  return families;
}

function parseSample(line: string): ParsedSample {
  const [name] = namePattern.exec(line) ?? [];
  if (name === undefined) throw new Error(`${JSON.stringify(line)} is no sample`);
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    while (!rest.startsWith('}')) {
      const match = labelPattern.exec(rest);
      if (match === null) throw new Error(`${JSON.stringify(line)} has a broken label`);
      const [whole, label = '', value = ''] = match;
      if (label in labels) throw new Error(`${line} has the label ${label} twice`);
      labels[label] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
      rest = rest.slice(whole.length);
      if (rest.startsWith(',')) rest = rest.slice(1);
    }
    rest = rest.slice(1);
  }
  if (!/^ \S+$/.test(rest)) throw new Error(`${JSON.stringify(line)} does not end in one value`);
  return { name, labels, value: rest === ' +Inf' ? Infinity : Number(rest) };
}
