/** Where the runbook of an alert is; undefined while nobody said where runbooks are. */
export function runbookOf(base: string | undefined, alert: string): string | undefined {
  if (base === undefined || !/^https?:\/\//.test(base)) return undefined;
  return `${base.replace(/\/+$/, '')}/${encodeURIComponent(alert)}.md`;
}
