/** One sample of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const shape = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\d+)?\s*$/;
const label = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads a line of the text format; undefined for comments and whatever else is no sample. */
export function readSample(line: string): Sample | undefined {
  const match = shape.exec(line);
  if (match === null) return undefined;
  const [, name = '', inner = '', number = ''] = match;
  const labels: Record<string, string> = {};
  for (const [, key = '', value = ''] of inner.matchAll(label)) labels[key] = unescaped(value);
  return { name, labels, value: Number(number) };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
