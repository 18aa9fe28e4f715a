import picomatch from 'picomatch';
import { severities, type Severity } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import { parseVersion, type KubernetesVersion } from '../model/version.ts';
import { UsageError } from './exit.ts';

const outputs = ['table', 'json', 'ndjson'] as const;
const failOns = [...severities, 'none'] as const;

/** Options of `scan` as the command line gives them. */
export interface RawScanOptions {
  readonly output?: string;
  readonly all?: boolean;
  readonly check?: readonly string[];
  readonly severity?: string;
  readonly namespace?: readonly string[];
  readonly kubernetesVersion?: string;
  readonly each?: boolean;
  readonly failOn?: string;
  readonly color?: boolean;
  readonly snapshot?: readonly string[];
}

/** What a scan was asked to do. */
export interface ScanOptions {
  readonly output: (typeof outputs)[number];
  readonly all: boolean;
  readonly checks: readonly Check[];
  /** Objects to judge. */
  readonly includes: (kind: KindName, object: KubeObject) => boolean;
  /** Whether checks or objects were left out, so that the score does not compare. */
  readonly filtered: boolean;
  /** Release to judge by, where the source does not know. */
  readonly version: KubernetesVersion | undefined;
  readonly each: boolean;
  readonly failOn: Severity | 'none';
  readonly snapshots: readonly string[];
}

/** Reads the options of `scan`, of which the checks are chosen already; throws UsageError that names the option and what it accepts. */
export function parseScanOptions(raw: RawScanOptions, chosen: readonly Check[]): ScanOptions {
  const least = raw.severity === undefined ? undefined : oneOf('--severity', raw.severity, severities);
  const namespaces = listOf(raw.namespace);
  const version = raw.kubernetesVersion === undefined ? undefined : parseVersion(raw.kubernetesVersion);
  if (raw.kubernetesVersion !== undefined && version === undefined) {
    throw new UsageError(`--kubernetes-version: "${raw.kubernetesVersion}" is not a release; write it like 1.36`);
  }
  return {
    output: oneOf('--output', raw.output ?? 'table', outputs),
    all: raw.all ?? false,
    checks: chosen.filter(
      ({ severity }) => least === undefined || severities.indexOf(severity) <= severities.indexOf(least),
    ),
    includes: inNamespaces(namespaces),
    filtered: raw.check !== undefined || least !== undefined || namespaces.length > 0,
    version,
    each: raw.each ?? false,
    failOn: oneOf('--fail-on', raw.failOn ?? 'high', failOns),
    snapshots: raw.snapshot ?? [],
  };
}

function oneOf<const T extends string>(option: string, value: string, accepted: readonly T[]): T {
  const found = accepted.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option}: "${value}" is not one of ${accepted.join(', ')}`);
  return found;
}

/** Options may be repeated, and one value may hold several with commas between. */
export function listOf(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '');
}

/** A namespace itself belongs to the objects in it; other cluster-scoped objects to no namespace. */
function inNamespaces(patterns: readonly string[]): ScanOptions['includes'] {
  if (patterns.length === 0) return () => true;
  const matches = picomatch([...patterns]);
  return (kind, { metadata }) => matches(kind === 'Namespace' ? metadata.name : metadata.namespace);
}
