import type { ApiObjectRef } from './api.ts';
import type { Result, Severity, WaiverState } from './vocabulary.ts';

/** Where in the input an object stands; `line` counts from 1. */
export interface ScanSource {
  readonly file: string;
  readonly line: number;
  /** Path of the Helm template that rendered the object, where a `# Source:` comment says so. */
  readonly template?: string;
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
  /** Why the result is `exempt`. */
  readonly exemption?: { readonly id: string; readonly reason: string };
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

/** A waiver that was held against what was scanned. */
export interface ScanWaiver {
  readonly name: string;
  readonly state: WaiverState;
  /** Failures that it accepts; each is one per container or sub-path. */
  readonly matched: number;
  readonly reason: string;
  /** RFC 3339; absent for one that is refused, and for annotations. */
  readonly expiresAt?: string;
  /** Why it is refused. */
  readonly problem?: string;
}

export interface ScanSummary {
  /** Pairs of a check and an object, by result. */
  readonly results: Readonly<Record<Result, number>>;
  /** Entries with the result `fail`, by severity of the check. */
  readonly failures: Readonly<Record<Severity, number>>;
  readonly objects: number;
  /** Kubernetes objects of kinds that no check knows, counted per `apiVersion Kind`. */
  readonly unknownKinds: Readonly<Record<string, number>>;
  /** Documents that are no Kubernetes objects: values files, kustomizations and the like. */
  readonly otherDocuments: number;
  readonly problems: readonly ScanProblem[];
  /** Absent where there is none. */
  readonly waivers?: readonly ScanWaiver[];
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
