import { isDeepStrictEqual } from 'node:util';
import type { ScanProblem } from '../contract/scan.ts';
import type { KindStatus } from '../contract/vocabulary.ts';
import type { ManifestFile } from '../ingest/manifests/read-manifests.ts';
import type { ClusterSink, ClusterSource } from '../ingest/sink.ts';
import { allKinds, Inventory } from '../model/inventory.ts';
import { kinds, resourceLabel, type Kind, type KindName } from '../model/kinds.ts';
import { newestKubernetes, parseVersion, type KubernetesVersion } from '../model/version.ts';

/** Objects that are judged together: a cluster, a snapshot, or files. */
export interface ScanWorld {
  readonly cluster: string;
  readonly inventory: Inventory;
  readonly problems: readonly ScanProblem[];
  readonly unknownKinds: ReadonlyMap<string, number>;
  /** Documents that are no Kubernetes objects. */
  readonly others: number;
  /** Options that make kubectl talk to this cluster; undefined for files. */
  readonly kubectl?: readonly string[];
}

/** A complete world of what files hold. Of an object that is defined twice the later definition counts. */
export function worldOfFiles(
  cluster: string,
  files: Iterable<ManifestFile>,
  version: KubernetesVersion | undefined,
): ScanWorld {
  const inventory = new Inventory({ complete: true, version: version ?? newestKubernetes });
  const problems: ScanProblem[] = [];
  const unknownKinds = new Map<string, number>();
  let others = 0;
  for (const file of files) {
    problems.push(...file.problems);
    others += file.others;
    for (const [kind, count] of file.unknownKinds) unknownKinds.set(kind, (unknownKinds.get(kind) ?? 0) + count);
    for (const observed of file.observed) {
      const { kind, object } = observed;
      const { namespace, name } = object.metadata;
      const earlier = inventory.find(kind, namespace, name);
      const source = inventory.source(kind, namespace, name);
      inventory.put(observed);
      if (earlier === undefined || source === undefined || isDeepStrictEqual(earlier, object)) continue;
      problems.push({
        file: source.file,
        line: source.line,
        message: `${kind} ${namespace === '' ? name : `${namespace}/${name}`} is defined again in ${observed.source?.file ?? 'a later file'}; this definition was not judged`,
        remedy: 'Scan what is deployed together, or add --each to judge every file as a world of its own.',
      });
    }
  }
  return { cluster, inventory, problems, unknownKinds, others };
}

/** The world that a source delivers, once it has ended. Kinds that are needed and unseen become problems. */
export async function worldOfSource(
  cluster: string,
  source: ClusterSource,
  needed: ReadonlyMap<KindName, readonly string[]>,
  version: KubernetesVersion | undefined,
  signal: AbortSignal,
): Promise<ScanWorld> {
  const sink = new WorldSink(version);
  await source.run(sink, signal);
  signal.throwIfAborted();
  return {
    cluster,
    inventory: sink.inventory,
    problems: [...sink.problems, ...unseen(cluster, sink.inventory, needed)],
    unknownKinds: sink.unknownKinds,
    others: 0,
    kubectl: [],
  };
}

const remedies: Partial<Record<KindStatus, string>> = {
  forbidden: 'Grant get and list on it; `plumbline doctor` prints the rule.',
  pending: 'Scan again; `plumbline doctor` tells what the API server answers.',
  stale: 'Scan again; `plumbline doctor` tells what the API server answers.',
};

function unseen(
  cluster: string,
  inventory: Inventory,
  needed: ReadonlyMap<KindName, readonly string[]>,
): readonly ScanProblem[] {
  return allKinds.flatMap((kind) => {
    const checks = needed.get(kind);
    const status = inventory.status(kind);
    if (checks === undefined || inventory.isVisible(kind)) return [];
    const { optIn }: Kind = kinds[kind];
    if (optIn !== undefined && !inventory.isKnown(kind)) return [];
    const reason = inventory.reason(kind) ?? `is ${status}`;
    const undecided = checks.length === 1 ? `${checks[0]} is` : `${checks.length} checks are`;
    return [
      {
        cluster,
        resource: resourceLabel(kind),
        message: `cannot be seen (${reason}); ${undecided} undecided without it`,
        remedy:
          optIn === undefined
            ? (remedies[status] ?? 'Scan again.')
            : `Switch \`clusters.read.${optIn}\` on where it is read, and grant what \`plumbline doctor\` prints then.`,
      },
    ];
  });
}

/** Puts what a source delivers into an inventory. */
class WorldSink implements ClusterSink {
  readonly inventory: Inventory;
  readonly problems: ScanProblem[] = [];
  readonly unknownKinds = new Map<string, number>();
  readonly #fixedVersion: boolean;

  constructor(version: KubernetesVersion | undefined) {
    this.inventory = new Inventory({ version: version ?? newestKubernetes });
    this.#fixedVersion = version !== undefined;
  }

  identified({ version }: Parameters<ClusterSink['identified']>[0]): void {
    const parsed = parseVersion(version);
    if (parsed !== undefined && !this.#fixedVersion) this.inventory.setVersion(parsed);
  }

  status(kind: KindName, status: KindStatus, reason?: string): void {
    this.inventory.setStatus(kind, status, reason);
  }

  replaced(kind: KindName, observed: Parameters<ClusterSink['replaced']>[1]): void {
    this.inventory.replace(kind, observed);
  }

  put(observed: Parameters<ClusterSink['put']>[0]): void {
    this.inventory.put(observed);
  }

  removed(kind: KindName, namespace: string, name: string): void {
    this.inventory.remove(kind, namespace, name);
  }

  passedOver(reason: 'unknown_kind' | 'malformed', detail: string): void {
    if (reason === 'unknown_kind') this.unknownKinds.set(detail, (this.unknownKinds.get(detail) ?? 0) + 1);
    else this.problems.push({ message: detail, remedy: 'Correct or delete the object; it was not judged.' });
  }

  contact(): void {}
  lost(): void {}
  canary(): void {}
}
