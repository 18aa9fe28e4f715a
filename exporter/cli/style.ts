import { styleText } from 'node:util';

/** Marks up text for a terminal, or leaves it alone. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Colours only on a terminal that shows them; NO_COLOR and FORCE_COLOR are honoured. */
export function paintFor(stream: NodeJS.WritableStream, env: NodeJS.ProcessEnv): Paint {
  const terminal = 'isTTY' in stream && stream.isTTY === true && env['TERM'] !== 'dumb';
  const wanted = env['FORCE_COLOR'] !== undefined ? env['FORCE_COLOR'] !== '0' : terminal && !env['NO_COLOR'];
  return (format, text) => (wanted ? styleText(format, text, { validateStream: false }) : text);
}
