import type { KindStatus } from '../../exporter/contract/vocabulary.ts';
import type { ClusterIdentity, ClusterSink, IngestTelemetry, LeaseNote, Moment } from '../../exporter/ingest/sink.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import type { KubeObject, Observed } from '../../exporter/model/object.ts';
import type { RejectSink, SeenReject } from '../../exporter/model/reject.ts';

/** A sink that holds what it was told, and remembers how it came. */
export interface RecordingSink extends ClusterSink {
  readonly identities: ClusterIdentity[];
  readonly objects: Map<KindName, Map<string, KubeObject>>;
  readonly statuses: Map<KindName, { status: KindStatus; reason: string | undefined }>;
  /** Every status in order, as `Kind status`. */
  readonly history: string[];
  readonly moments: { readonly what: string; readonly moment: Moment }[];
  readonly removals: string[];
  readonly replacements: KindName[];
  readonly losses: string[];
  readonly contacts: (KindName | undefined)[];
  readonly passed: string[];
  readonly canaries: number[];
  readonly seenRejects: SeenReject[];
  /** What was said of sources of rejects, in order: a problem, or `readable`. */
  readonly rejectSources: string[];
  readonly rejects: RejectSink;
  /** What was found in the Lease, each with the number of identities that were known by then. */
  readonly foundNotes: string[];
  /** What to keep in the Lease from now on. */
  keep: string | undefined;
  readonly note: LeaseNote;
  renewsLease: boolean;
  /** `namespace/name` of a kind's objects, sorted. */
  names(kind: KindName): string[];
}

export function createRecordingSink(): RecordingSink {
  const objects = new Map<KindName, Map<string, KubeObject>>();
  const of = (kind: KindName) => {
    const known = objects.get(kind) ?? new Map<string, KubeObject>();
    objects.set(kind, known);
    return known;
  };
  const keyOf = ({ object: { metadata } }: Observed) => `${metadata.namespace}/${metadata.name}`;
  const sink: RecordingSink = {
    identities: [],
    objects,
    statuses: new Map(),
    history: [],
    moments: [],
    removals: [],
    replacements: [],
    losses: [],
    contacts: [],
    passed: [],
    canaries: [],
    seenRejects: [],
    rejectSources: [],
    rejects: {
      seen: (reject) => void sink.seenRejects.push(reject),
      readable: (_source, problem) => void sink.rejectSources.push(problem ?? 'readable'),
    },
    foundNotes: [],
    keep: undefined,
    renewsLease: true,
    note: {
      found: (text) => void sink.foundNotes.push(`${text} after ${sink.identities.length} identities`),
      kept: () => sink.keep,
    },
    names: (kind) => [...of(kind).keys()].sort(),
    identified: (identity) => void sink.identities.push(identity),
    status(kind, status, reason) {
      sink.statuses.set(kind, { status, reason });
      sink.history.push(`${kind} ${status}`);
    },
    replaced(kind, observed, moment) {
      const listed = new Map(observed.map((one) => [keyOf(one), one.object]));
      if (listed.size !== observed.length) throw new Error(`a list of ${kind} names an object twice`);
      objects.set(kind, listed);
      sink.replacements.push(kind);
      sink.moments.push({ what: `replaced ${kind}`, moment });
    },
    put(observed, moment) {
      of(observed.kind).set(keyOf(observed), observed.object);
      sink.moments.push({ what: `put ${observed.kind} ${keyOf(observed)}`, moment });
    },
    removed(kind, namespace, name, moment) {
      of(kind).delete(`${namespace}/${name}`);
      sink.removals.push(`${kind} ${namespace}/${name}`);
      sink.moments.push({ what: `removed ${kind} ${namespace}/${name}`, moment });
    },
    contact: (kind) => void sink.contacts.push(kind),
    lost: (reason) => void sink.losses.push(reason),
    passedOver: (reason, detail) => void sink.passed.push(`${reason}: ${detail}`),
    canary: (seconds) => void sink.canaries.push(seconds),
  };
  return sink;
}

/** Telemetry as counts, keyed by what a metric's labels would be. */
export interface RecordingTelemetry extends IngestTelemetry {
  readonly counts: Map<string, number>;
  readonly gaps: Set<string>;
  count(key: string): number;
  skew: number | undefined;
}

export function createRecordingTelemetry(): RecordingTelemetry {
  const counts = new Map<string, number>();
  const add = (key: string, by = 1) => void counts.set(key, (counts.get(key) ?? 0) + by);
  const telemetry: RecordingTelemetry = {
    counts,
    gaps: new Set(),
    skew: undefined,
    count: (key) => counts.get(key) ?? 0,
    request: (verb, resource, code) => add(`request ${verb} ${resource} ${code}`),
    bytes: (verb, count) => add(`bytes ${verb}`, count),
    throttled: (seconds) => add('throttled', seconds),
    watchRestarted: (resource, reason) => add(`restarted ${resource} ${reason}`),
    relisted: (resource, reason) => add(`relisted ${resource} ${reason}`),
    traced: (_name, _attributes, work) => work(),
    permissionGap(resource, verb, missing) {
      if (missing) telemetry.gaps.add(`${verb} ${resource}`);
      else telemetry.gaps.delete(`${verb} ${resource}`);
    },
    clockSkew(seconds) {
      telemetry.skew = seconds;
    },
  };
  return telemetry;
}
