import { Outbox } from '../findings/outbox.ts';
import { Register } from '../findings/register.ts';
import type { Remembered } from '../findings/store.ts';
import type { ClusterIdentity } from '../ingest/sink.ts';
import type { KindName } from '../model/kinds.ts';
import { objectKey, refOf, type ObjectKey } from '../model/object.ts';
import { Baselines } from './baselines.ts';

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
  baselineAt: number | undefined;
}

/** What the store handed over as a cluster is held from now on; undefined where it could hand over nothing. */
export function heldFrom(identity: ClusterIdentity, remembered: Remembered | undefined): Held {
  const { epoch, revision, baselineAt, ...rest } = remembered ?? {
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
    outbox: new Outbox(),
    isShown: false,
    unmet: new Map(
      Map.groupBy(keys, (key) => refOf(key).kind)
        .entries()
        .map(([kind, own]) => [kind, new Set(own)]),
    ),
    epoch,
    revision,
    register: new Register(rest),
    baselines: new Baselines(rest.baselined),
    baselineAt,
  };
}
