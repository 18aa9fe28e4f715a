import type { ApiObjectRef } from './api.ts';
import type { Result, Severity } from './vocabulary.ts';

/** Where in the input an object stands; `line` counts from 1. */
export interface ScanSource {
  readonly file: string;
  readonly line: number;
}

/** One entry of `plumbline scan --output json`; failures are one per container or sub-path. This shape is API. */
export interface ScanResult {
  readonly check: string;
  readonly result: Result;
  readonly severity: Severity;
  readonly cluster: string;
  readonly object: ApiObjectRef;
  readonly owner: ApiObjectRef & { readonly team: string };
  readonly path: string;
  readonly container?: string;
  readonly message: string;
  readonly source?: ScanSource;
}

/** A part of the input, or of a cluster, that could not be judged. */
export interface ScanProblem {
  readonly file?: string;
  readonly line?: number;
  readonly cluster?: string;
  readonly resource?: string;
  readonly message: string;
  readonly remedy: string;
}

export interface ScanSummary {
  readonly results: Readonly<Record<Result, number>>;
  readonly failures: Readonly<Record<Severity, number>>;
  readonly objects: number;
  readonly unknownKinds: Readonly<Record<string, number>>;
  readonly problems: readonly ScanProblem[];
  readonly clusters: readonly {
    readonly cluster: string;
    readonly kubernetesVersion: string;
    readonly score?: number;
    readonly coverage: number;
  }[];
}

/** The whole output of `plumbline scan --output json`. This shape is API. */
export interface ScanReport {
  readonly results: readonly ScanResult[];
  readonly summary: ScanSummary;
}
