import type { MetricSpec } from '../../contract/index.ts';

/** Formats of /metrics: Prometheus text 0.0.4 and OpenMetrics 1.0. Sample lines are the same bytes in both. */
export const formats = ['text', 'openmetrics'] as const;
export type Format = (typeof formats)[number];

export const contentTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

const units = ['seconds', 'ratio'] as const;

/** The lines before a family's samples; each must occur once per exposition. */
export function headerOf({ name, type, help }: MetricSpec, format: Format): string {
  const family = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name;
  const lines = [`# HELP ${family} ${escapeHelp(help, format)}`, `# TYPE ${family} ${type}`];
  const unit = format === 'openmetrics' ? units.find((known) => family.endsWith(`_${known}`)) : undefined;
  if (unit !== undefined) lines.push(`# UNIT ${family} ${unit}`);
  return `${lines.join('\n')}\n`;
}

/** What ends an exposition. */
export function trailerOf(format: Format): string {
  return format === 'openmetrics' ? '# EOF\n' : '';
}

function escapeHelp(help: string, format: Format): string {
  const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return format === 'openmetrics' ? escaped.replaceAll('"', '\\"') : escaped;
}

/**
 * An upper bound as the label `le` has it, in the canonical form of OpenMetrics: `1.0`, `0.25`, `7.776e+06`.
 * Prometheus 3 rewrites bounds to this form; writing it in both formats keeps one series whatever scrapes.
 */
export function bucketBound(bound: number): string {
  if (bound === Infinity) return '+Inf';
  const scientific = bound.toExponential();
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  if (exponent >= -4 && exponent < 6) return Number.isInteger(bound) ? `${bound}.0` : String(bound);
  return scientific.replace(/e([+-])(\d)$/, 'e$10$2');
}
