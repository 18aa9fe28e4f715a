import type { ScanProblem, ScanReport, ScanResult } from '../contract/scan.ts';
import { results as allResults, severities, type Result, type Severity } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import { assess, type Assessment } from '../evaluate/assess.ts';
import type { Exempt, GrantedExemptions } from '../evaluate/exemptions.ts';
import { isSnapshotFile, readSnapshot } from '../ingest/snapshot/read-snapshot.ts';
import { createSnapshotSource } from '../ingest/snapshot/source.ts';
import { readManifests, type ManifestFile } from '../ingest/manifests/read-manifests.ts';
import type { ClusterSource } from '../ingest/sink.ts';
import type { KindName } from '../model/kinds.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import { formatVersion } from '../model/version.ts';
import { worstFirst } from '../report/groups.ts';
import type { Progress } from '../report/progress.ts';
import type { Scan } from '../report/scan.ts';
import type { ScanOptions } from './scan-options.ts';
import { ScanWaivers } from './scan-waivers.ts';
import { worldOfFiles, worldOfSource, type ScanWorld } from './scan-worlds.ts';

/** A live cluster to read once. */
export interface LiveCluster {
  readonly name: string;
  readonly source: ClusterSource;
  /** Options that make kubectl talk to it. */
  readonly kubectl: readonly string[];
}

export interface ScanDeps {
  readonly exempt: Exempt;
  /** What people grant in a cluster, by its name. */
  readonly waiversOf: (cluster: string) => GrantedExemptions;
  /** Name of the cluster that files are meant for, where it is known. */
  readonly target: string | undefined;
  readonly owners: Pick<OwnerDirectory, 'teamOf'>;
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The clusters to read where no path is given. Throws when there is none. */
  readonly openLive: (kinds: readonly KindName[]) => readonly LiveCluster[];
  readonly progress: Progress;
  readonly clock: () => number;
  readonly onError: (check: Check, error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Judges files, snapshots or live clusters once. */
export async function scan(paths: readonly string[], options: ScanOptions, deps: ScanDeps): Promise<Scan> {
  const collected = new Collection(options, deps);
  const { snapshots, manifests } = await sortInputs(paths, options.snapshots);
  if (snapshots.length + manifests.length === 0) {
    const needed = neededKinds(options.checks);
    for (const { name, source, kubectl } of deps.openLive([...needed.keys()])) {
      deps.progress.update(() => `reading ${name} …`);
      const world = await worldOfSource(name, source, needed, options.version, deps.signal);
      collected.add({ ...world, kubectl });
    }
  }
  for (const path of snapshots) collected.add(await snapshotWorld(path, options, deps));
  if (manifests.length > 0) await addManifests(manifests, options, deps, collected);
  return collected.scan();
}

/** Snapshots are known by their first line, whatever they are called; `.ndjson` files without it hold manifests. */
async function sortInputs(
  paths: readonly string[],
  named: readonly string[],
): Promise<{ readonly snapshots: readonly string[]; readonly manifests: readonly string[] }> {
  const snapshots = [...named];
  const manifests: string[] = [];
  for (const path of paths) {
    const isSnapshot = /\.ndjson(?:\.gz)?$/.test(path) && (path.endsWith('.gz') || (await isSnapshotFile(path)));
    (isSnapshot ? snapshots : manifests).push(path);
  }
  return { snapshots, manifests };
}

async function snapshotWorld(path: string, options: ScanOptions, deps: ScanDeps): Promise<ScanWorld> {
  deps.progress.update(() => `reading ${path} …`);
  const snapshot = await readSnapshot(path === '-' ? deps.stdin : path);
  const { cluster, gaps } = snapshot.header;
  const source = createSnapshotSource({ path: snapshot, playEvents: false, clock: deps.clock });
  const world = await worldOfSource(cluster.name, source, neededKinds(options.checks), options.version, deps.signal);
  const missing = gaps.map((gap) => ({
    file: path,
    message: gap,
    remedy: 'Take the snapshot again to close the gap.',
  }));
  return { ...world, problems: [...world.problems, ...missing] };
}

async function addManifests(
  paths: readonly string[],
  options: ScanOptions,
  deps: ScanDeps,
  collected: Collection,
): Promise<void> {
  const files: ManifestFile[] = [];
  let count = 0;
  for await (const file of readManifests(paths, deps)) {
    count += 1;
    deps.progress.update(() => `${count.toLocaleString('en-US')} files read, now ${file.file} …`);
    if (options.each) collected.add(worldOfFiles(file.file, [file], options.version));
    else files.push(file);
  }
  if (!options.each) collected.add(worldOfFiles('manifests', files, options.version));
}

/** For each kind the checks that need it. */
function neededKinds(checks: readonly Check[]): ReadonlyMap<KindName, readonly string[]> {
  const needed = new Map<KindName, string[]>();
  for (const { id, needs } of checks) for (const kind of needs) needed.set(kind, [...(needed.get(kind) ?? []), id]);
  // Namespaces name owners.
  if (!needed.has('Namespace')) needed.set('Namespace', []);
  return needed;
}

const usualResults: ReadonlySet<Result> = new Set(['fail', 'exempt', 'unknown', 'error']);

/** Adds up worlds, of which there may be thousands. */
class Collection {
  readonly #options: ScanOptions;
  readonly #deps: ScanDeps;
  readonly #waivers: ScanWaivers;
  readonly #results: ScanResult[] = [];
  readonly #patches = new Map<ScanResult, object>();
  readonly #counts = zeroes(allResults);
  readonly #failures = zeroes(severities);
  readonly #unknownKinds = new Map<string, number>();
  readonly #problems: ScanProblem[] = [];
  readonly #clusters: ScanReport['summary']['clusters'][number][] = [];
  readonly #kubectl = new Map<string, readonly string[]>();
  #objects = 0;
  #others = 0;
  #documents = 0;

  constructor(options: ScanOptions, deps: ScanDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#waivers = new ScanWaivers(deps.waiversOf, deps.clock());
  }

  add(world: ScanWorld): void {
    const { cluster, inventory, problems, unknownKinds, others, kubectl } = world;
    const { checks, includes, all, filtered } = this.#options;
    inventory.setNow(this.#deps.clock());
    const place = inventory.complete ? (this.#deps.target ?? cluster) : cluster;
    const waivers = this.#waivers.over(place, inventory, this.#deps.exempt);
    const assessment: Assessment = assess({
      inventory,
      checks,
      includes,
      exempt: waivers.exempt,
      owners: this.#deps.owners,
      cluster,
      listed: all ? new Set(allResults) : usualResults,
      onError: (check, _object, error) => this.#deps.onError(check, error),
    });
    waivers.judged(assessment.uses);
    for (const result of assessment.results) this.#results.push(result);
    for (const [result, patch] of assessment.patches) this.#patches.set(result, patch);
    for (const result of allResults) this.#counts[result] += assessment.counts[result];
    for (const severity of severities) this.#failures[severity] += assessment.failures[severity];
    for (const [kind, count] of unknownKinds) this.#unknownKinds.set(kind, (this.#unknownKinds.get(kind) ?? 0) + count);
    this.#problems.push(...problems);
    this.#objects += assessment.objects;
    this.#others += others;
    this.#documents += others + unknownKinds.size + inventory.knownKinds().length;
    if (kubectl !== undefined) this.#kubectl.set(cluster, kubectl);
    this.#clusters.push({
      cluster,
      kubernetesVersion: formatVersion(inventory.version),
      ...(assessment.score !== undefined && !filtered && { score: assessment.score }),
      coverage: assessment.coverage,
    });
  }

  scan(): Scan {
    const { checks, filtered } = this.#options;
    const problems = [...this.#problems, ...this.#nothing()];
    const waivers = this.#waivers.all();
    return {
      report: {
        results: worstFirst(this.#results),
        summary: {
          results: this.#counts,
          failures: this.#failures,
          objects: this.#objects,
          unknownKinds: Object.fromEntries(this.#unknownKinds),
          otherDocuments: this.#others,
          problems,
          ...(waivers.length > 0 && { waivers }),
          clusters: this.#clusters,
        },
      },
      checks: new Map(checks.map((check) => [check.id, check])),
      patches: this.#patches,
      kubectl: (cluster) => this.#kubectl.get(cluster),
      comparable: !filtered,
    };
  }

  /** An empty pipe or a mistyped namespace must not look like a clean world. */
  #nothing(): readonly ScanProblem[] {
    if (this.#objects > 0 || this.#problems.length > 0) return [];
    if (this.#documents === 0) {
      return [
        {
          message: 'the input holds no document',
          remedy: 'Check what writes it: a failing command leaves an empty pipe.',
        },
      ];
    }
    if (!this.#options.filtered) return [];
    return [
      {
        message: 'no object is left after filtering',
        remedy: 'Check the values of --namespace, --check and --severity.',
      },
    ];
  }
}

function zeroes<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

/**
 * The exit code of a scan: 1 for findings at or above `failOn`; else 2 when something was not judged, so that nothing
 * turns green for what nobody looked at; else 0.
 */
export function exitCodeOf({ results, summary }: ScanReport, failOn: Severity | 'none'): 0 | 1 | 2 {
  const counts = (severity: Severity): boolean =>
    failOn !== 'none' && severities.indexOf(severity) <= severities.indexOf(failOn);
  if (severities.some((severity) => counts(severity) && summary.failures[severity] > 0)) return 1;
  const undecided = results.some(
    ({ result, severity }) => (result === 'unknown' || result === 'error') && counts(severity),
  );
  return undecided || summary.problems.length > 0 ? 2 : 0;
}
