import type { ScanReport, ScanResult } from '../contract/scan.ts';
import type { Check } from '../checks/define.ts';

/** A scan with what its rendering needs beyond the published shape. */
export interface Scan {
  readonly report: ScanReport;
  readonly checks: ReadonlyMap<string, Check>;
  /** Merge patches that remove a failure; lists of containers merge by name. */
  readonly patches: ReadonlyMap<ScanResult, object>;
  /** Options that make kubectl talk to a scanned cluster; undefined for files. */
  readonly kubectl: (cluster: string) => readonly string[] | undefined;
  /** Whether the score compares with others: nothing was filtered out. */
  readonly comparable: boolean;
}
