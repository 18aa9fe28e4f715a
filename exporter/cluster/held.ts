import type { LostBaseline } from '../findings/opening.ts';
import { Outbox } from '../findings/outbox.ts';
import { Register } from '../findings/register.ts';
import { shareParts } from '../findings/share.ts';
import type { Remembered } from '../findings/store.ts';
import type { ClusterIdentity } from '../ingest/sink.ts';
import type { KindName } from '../model/kinds.ts';
import { objectKey, refOf, type ObjectKey } from '../model/object.ts';
import { Baselines } from './baselines.ts';

/** What is known of a cluster without its store: since when, and for which pairs (`check|Kind`), its backlog is. */
export interface Survived extends LostBaseline {
  readonly pairs: ReadonlySet<string>;
}

/** What the store handed over when this process took the cluster, and what has become of it since. */
export interface Held {
  readonly identity: ClusterIdentity;
  /** False while the store could hand over nothing: then nothing of this is kept, and no time in it can be told. */
  readonly kept: boolean;
  /** What the store has not confirmed yet. */
  readonly outbox: Outbox;
  /** Whether a whole evaluation of it has been shown. */
  isShown: boolean;
  /** Objects with findings from before, by kind, of which it is not known yet whether they are still there. */
  readonly unmet: Map<KindName, ReadonlySet<ObjectKey>>;
  readonly epoch: number;
  revision: number;
  readonly register: Register;
  readonly baselines: Baselines;
  /** When the backlog became known, in milliseconds; undefined before the first complete look. */
  baselineAt: number | undefined;
  /** Since when the store has everything that happened; later than the baseline where a store was lost. */
  rememberedSince: number | undefined;
  /** What survived of a store that was lost; absent where the store remembers the cluster. */
  readonly survived: Survived | undefined;
}

/**
 * What the store handed over as a cluster is held from now on; undefined where it could hand over nothing. The store is
 * believed where it remembers the cluster; what survived elsewhere only knows an earlier baseline then.
 */
export function heldFrom(identity: ClusterIdentity, remembered: Remembered | undefined, survived?: Survived): Held {
  const {
    epoch,
    revision,
    baselineAt: rememberedSince,
    ...rest
  } = remembered ?? {
    epoch: 0,
    revision: 0,
    baselineAt: undefined,
    baselined: [],
    open: [],
    closed: [],
    remediated: [],
    counters: { transitions: {}, remediation: {} },
  };
  const keys = rest.open.map(({ object: { kind, namespace, name } }) => objectKey(kind, namespace, name));
  return {
    identity,
    kept: remembered !== undefined,
    outbox: new Outbox(revision),
    isShown: false,
    unmet: new Map(
      Map.groupBy(keys, (key) => refOf(key).kind)
        .entries()
        .map(([kind, own]) => [kind, new Set(own)]),
    ),
    epoch,
    revision,
    register: new Register({ ...rest, open: shareParts(rest.open) }),
    baselines: new Baselines(rest.baselined),
    baselineAt: remembered && earliest(rememberedSince, survived?.baselineAt),
    rememberedSince,
    survived: rememberedSince === undefined ? survived : undefined,
  };
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
