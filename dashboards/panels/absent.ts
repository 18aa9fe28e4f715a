/**
 * Why a panel may be empty, which is never the same as 0. `not-connected`: nobody delivers the data yet. `too-soon`: the
 * figure needs days. `nothing`: there is none of it now. `silent`: there always is, so an exporter or a rule is missing.
 */
export type WhyAbsent = 'not-connected' | 'too-soon' | 'nothing' | 'silent';

/** What stands in an empty panel. */
export interface Absent {
  readonly why: WhyAbsent;
  readonly text: string;
}

/** Nothing is delivered until something is connected; `by` completes "Not connected: ". */
export function notConnected(by: string): Absent {
  return { why: 'not-connected', text: `Not connected: ${by}` };
}

/** The figure is there after a while. */
export function tooSoon(text: string): Absent {
  return { why: 'too-soon', text };
}

/** None of it is reported. That is good news only where somebody reports, so the words say no more than that. */
export function nothing(text: string): Absent {
  return { why: 'nothing', text };
}

/** Always there as long as an exporter reports. */
export const noReport: Absent = {
  why: 'silent',
  text: 'No data: no exporter reports, or the recording rules are not loaded',
};

/** The same for what Prometheus scrapes of the exporter itself. */
export const noExporter: Absent = {
  why: 'silent',
  text: 'No data: the exporter is not scraped on its second port',
};

/** Sources that are not built yet, each with what would connect it. */
export const sources = {
  policies: notConnected(
    'admission policies are not read yet; they and audit events would tell how much they stop (M5)',
  ),
  evidence: notConnected(
    'no evidence of controls is collected yet; evidence bundles would tell what can be proved (M6)',
  ),
  pullRequests: notConnected('no CI pushes its results yet; plumbline scan in pull requests would (M10)'),
  cloudAccounts: notConnected(
    'no cloud inventory is read yet; connected accounts would tell what runs beside clusters',
  ),
  audit: notConnected('no audit events are read yet; they would tell who got inside a workload'),
} as const satisfies Record<string, Absent>;
