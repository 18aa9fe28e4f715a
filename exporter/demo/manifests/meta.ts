/** When the recordings claim to have been taken, in milliseconds since the epoch; playing shifts it to now. */
export const takenAt = Date.UTC(2026, 10, 2, 9, 0, 0);

const secondMs = 1000;
const dayMs = 24 * 3600 * secondMs;

/** A moment before the recording was taken, as the API writes it. */
export function daysAgo(days: number): string {
  return rfc3339(takenAt - days * dayMs);
}

/** A moment while the recording plays, as the API writes it. */
export function secondsIn(seconds: number): string {
  return rfc3339(takenAt + seconds * secondMs);
}

function rfc3339(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A moment after the recording was taken, as the API writes it. */
export function inDays(days: number): string {
  return daysAgo(-days);
}

/** Any part of a manifest. */
export type Fields = Readonly<Record<string, unknown>>;
export type Labels = Readonly<Record<string, string>>;

/** Who wrote an object last, as managedFields name them. */
export interface Change {
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What every object says of itself; uids are filled in where a cluster is put together. */
export interface Identity {
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** RFC 3339. */
  readonly created: string;
  /** Field manager that created it. */
  readonly by: string;
  /** A later change by somebody else. */
  readonly edited?: Change;
  readonly controller?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

/** Metadata as the API serves it. */
export function meta(identity: Identity): Fields {
  const { name, namespace, labels, annotations, created, by, edited, controller } = identity;
  const changes: readonly Change[] = [{ by, at: created }, ...(edited === undefined ? [] : [edited])];
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    creationTimestamp: created,
    ...(labels && { labels }),
    ...(annotations && Object.keys(annotations).length > 0 && { annotations }),
    ...(controller && { ownerReferences: [{ ...controller, controller: true, blockOwnerDeletion: true }] }),
    managedFields: changes.map((change) => ({
      manager: change.by,
      operation: change.by === 'argocd-controller' ? 'Apply' : 'Update',
      time: change.at,
    })),
  };
}
