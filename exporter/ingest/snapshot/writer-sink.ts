import type { KindStatus } from '../../contract/vocabulary.ts';
import type { KindName } from '../../model/kinds.ts';
import { objectKey, type KubeObject, type ObjectKey } from '../../model/object.ts';
import type { ClusterIdentity, ClusterSink } from '../sink.ts';
import { snapshotFormat, snapshotVersion, type SnapshotFact, type SnapshotKind } from './format.ts';
import type { SnapshotContent } from './write-snapshot.ts';

/** Collects what a source delivers until `content` is asked for. */
export interface SnapshotWriterSink extends ClusterSink {
  fact(fact: SnapshotFact): void;
  /** What was collected so far, as a snapshot of the cluster called `name`. Throws before the cluster was identified. */
  content(name: string, takenAt: Date): SnapshotContent;
}

/** A sink that remembers a cluster in order to write it down. */
export function createSnapshotWriterSink(): SnapshotWriterSink {
  const objects = new Map<KindName, Map<ObjectKey, KubeObject>>();
  const statuses = new Map<KindName, { readonly status: KindStatus; readonly reason: string | undefined }>();
  const facts: SnapshotFact[] = [];
  const gaps = new Map<string, number>();
  let identity: ClusterIdentity | undefined;
  const countGap = (gap: string): void => void gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
  const keyOf = (kind: KindName, { metadata }: KubeObject): ObjectKey =>
    objectKey(kind, metadata.namespace, metadata.name);

  return {
    identified(known) {
      identity = known;
    },
    status(kind, status, reason) {
      statuses.set(kind, { status, reason });
    },
    replaced(kind, observed) {
      objects.set(kind, new Map(observed.map(({ object }) => [keyOf(kind, object), object])));
    },
    put({ kind, object }) {
      const known = objects.get(kind) ?? new Map<ObjectKey, KubeObject>();
      objects.set(kind, known.set(keyOf(kind, object), object));
    },
    removed(kind, namespace, name) {
      objects.get(kind)?.delete(objectKey(kind, namespace, name));
    },
    contact() {},
    lost(reason) {
      countGap(`the API was lost: ${reason}`);
    },
    passedOver(reason) {
      countGap(
        reason === 'malformed' ? 'objects without a usable name were passed over' : 'unknown kinds were passed over',
      );
    },
    canary() {},
    fact(fact) {
      facts.push(fact);
    },
    content(name, takenAt) {
      if (identity === undefined) throw new Error('The cluster was never identified, so there is nothing to write.');
      const kinds: Partial<Record<KindName, SnapshotKind>> = {};
      for (const kind of new Set([...statuses.keys(), ...objects.keys()])) {
        const { status, reason } = statuses.get(kind) ?? { status: 'synced' as const, reason: undefined };
        kinds[kind] = { status, count: objects.get(kind)?.size ?? 0, ...(reason !== undefined && { reason }) };
      }
      return {
        header: {
          format: snapshotFormat,
          version: snapshotVersion,
          cluster: { ...identity, name },
          takenAt: takenAt.toISOString(),
          kinds,
          gaps: [...gaps].map(([gap, count]) => (count === 1 ? gap : `${gap} (${count} times)`)),
        },
        objects: [...objects].flatMap(([kind, held]) => [...held.values()].map((object) => ({ kind, object }))),
        facts: [...facts],
        events: [],
      };
    },
  };
}
