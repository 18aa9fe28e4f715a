import { createHash } from 'node:crypto';
import type { Manifest } from '../checks/patch.ts';
import { missingPermission } from '../ingest/permission.ts';
import { snapshotFormat, snapshotVersion, type SnapshotEvent, type SnapshotKind } from '../ingest/snapshot/format.ts';
import type { SnapshotContent } from '../ingest/snapshot/write-snapshot.ts';
import { allKinds } from '../model/inventory.ts';
import { groupOf, kindNamed, kinds, type Kind, type KindName, type ReadSwitch } from '../model/kinds.ts';
import { objectKey, type Observed } from '../model/object.ts';
import { isRecord, records } from '../model/record.ts';
import { applyDefaults } from '../normalize/defaults.ts';
import { project } from '../normalize/project.ts';
import { takenAt, type Fields } from './manifests/meta.ts';
import { trackingId } from './manifests/release.ts';

/** Something that happens while a recording plays; `at` counts seconds from the start. */
export type DemoEvent =
  { readonly at: number; readonly put: Manifest } | { readonly at: number; readonly remove: Manifest };

/** A cluster that we made up. */
export interface DemoCluster {
  readonly name: string;
  /** `gitVersion` of its API server. */
  readonly version: string;
  readonly provider: string;
  readonly manifests: readonly Manifest[];
  readonly events: readonly DemoEvent[];
  /** Kinds that whoever recorded it was not allowed to read. */
  readonly forbidden?: readonly KindName[];
  /** Kinds beside those of Kubernetes that it serves. */
  readonly serves?: readonly KindName[];
  /** What its exporter was told to read beyond what it reads anyway. */
  readonly reads?: readonly ReadSwitch[];
}

/**
 * The recording of a cluster, as the exporter would have taken it: defaulted as the API server would, projected, and
 * without what could not be read. Throws for kinds outside the catalogue, and when two objects have one name.
 */
export function snapshotOf(cluster: DemoCluster): SnapshotContent {
  const forbidden = new Set(cluster.forbidden);
  const isRead = (kind: KindName): boolean => {
    const { optIn, filesOnly }: Kind = kinds[kind];
    if (filesOnly === true) return false;
    return optIn === undefined || cluster.reads?.includes(optIn) === true;
  };
  const objects = cluster.manifests
    .map((manifest) => recorded(cluster.name, manifest))
    .filter(({ kind }) => !forbidden.has(kind) && isRead(kind))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const twice = objects.find((object, index) => index > 0 && keyOf(objects[index - 1] ?? object) === keyOf(object));
  if (twice !== undefined) throw new Error(`${cluster.name} has two of ${keyOf(twice)}`);
  const counts = Map.groupBy(objects, ({ kind }) => kind);
  const states: Partial<Record<KindName, SnapshotKind>> = {};
  for (const kind of allKinds) {
    if (!isRead(kind)) continue;
    const served = kinds[kind].custom !== true || cluster.serves?.includes(kind) === true;
    if (!served) states[kind] = { status: 'absent', count: 0, reason: 'this cluster does not serve it' };
    else if (forbidden.has(kind)) {
      states[kind] = { status: 'forbidden', count: 0, reason: missingPermission(kind, ['list']) };
    } else states[kind] = { status: 'synced', count: counts.get(kind)?.length ?? 0 };
  }
  return {
    header: {
      format: snapshotFormat,
      version: snapshotVersion,
      cluster: {
        id: uuid(cluster.name),
        name: cluster.name,
        version: cluster.version,
        provider: cluster.provider,
      },
      takenAt: new Date(takenAt).toISOString(),
      kinds: states,
      gaps: [],
    },
    objects,
    facts: [],
    events: cluster.events.map((event) => eventOf(cluster.name, event)),
  };
}

function eventOf(cluster: string, event: DemoEvent): SnapshotEvent {
  if ('put' in event) return { at: event.at, put: recorded(cluster, event.put) };
  const { kind, object } = recorded(cluster, event.remove);
  return { at: event.at, remove: { kind, namespace: object.metadata.namespace, name: object.metadata.name } };
}

function recorded(cluster: string, manifest: Manifest): Observed {
  const { apiVersion, kind: apiKind } = manifest;
  const kind = kindNamed(apiVersion, apiKind);
  if (kind === undefined) throw new Error(`${apiVersion} ${apiKind} is not a catalogued kind`);
  const raw: Record<string, unknown> = structuredClone({ ...manifest, metadata: completed(cluster, manifest) });
  applyDefaults(kind, raw);
  return { kind, object: project(kind, raw) };
}

/** What the API server and Argo CD write, and no person: uids, and what exactly is tracked. */
function completed(cluster: string, { apiVersion, kind, metadata }: Manifest): Fields {
  const meta = isRecord(metadata) ? metadata : {};
  const { name, annotations, ownerReferences } = meta;
  const namespace = typeof meta['namespace'] === 'string' ? meta['namespace'] : '';
  const uidOf = (version: string, owned: string, called: unknown) => {
    const known = kindNamed(version, owned);
    const home = known !== undefined && !kinds[known].namespaced ? '' : namespace;
    return uuid([cluster, owned, home, String(called)].join('/'));
  };
  const tracked = isRecord(annotations) ? annotations[trackingId] : undefined;
  return {
    ...meta,
    uid: uidOf(apiVersion, kind, name),
    ...(ownerReferences !== undefined && {
      ownerReferences: records(ownerReferences).map((owner) => ({
        ...owner,
        uid: uidOf(String(owner['apiVersion']), String(owner['kind']), owner['name']),
      })),
    }),
    ...(typeof tracked === 'string' && {
      annotations: {
        ...(annotations as Fields),
        [trackingId]: `${tracked}:${groupOf(apiVersion)}/${kind}:${namespace}/${String(name)}`,
      },
    }),
  };
}

function keyOf({ kind, object: { metadata } }: Observed): string {
  return objectKey(kind, metadata.namespace, metadata.name);
}

/** An id that is the same at every generation. */
function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
