import type { Check } from '../checks/define.ts';
import type { Manifest } from '../checks/patch.ts';
import type { ReplicaTerms } from '../cluster/leadership.ts';
import { ClusterSession } from '../cluster/session.ts';
import { runCycle } from '../cycle.ts';
import { noExemptions, nothingGranted, type Exempt, type GrantedExemptions } from '../evaluate/exemptions.ts';
import type { JournalWrite } from '../findings/journal.ts';
import type { FindingStore } from '../findings/store.ts';
import type { Moment } from '../ingest/sink.ts';
import { kindsNeeded } from '../model/needs.ts';
import type { KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import { createOwnerDirectory } from '../owners/directory.ts';
import type { ClusterWindows } from '../findings/windows.ts';
import { observed } from './world.ts';

/** A cluster with a real session, engine, register and store; the test is its source and its clock. */
export interface Watched {
  readonly session: ClusterSession;
  /** Makes these objects the whole content of the cluster, and commits what follows from it. */
  become(manifests: readonly Manifest[]): Promise<void>;
  /** Adds or changes objects, and commits what follows from it. */
  put(...manifests: readonly Manifest[]): Promise<void>;
  remove(kind: KindName, namespace: string, name: string): Promise<void>;
  /** Evaluates and commits what is due. */
  cycle(): Promise<void>;
}

export interface WatchedOptions {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly store: FindingStore;
  readonly clock: () => number;
  readonly exempt?: Exempt;
  readonly owners?: OwnerDirectory;
  readonly waivers?: GrantedExemptions;
  readonly replica?: ReplicaTerms;
  readonly uptime?: () => number;
  /** A failure of the store is an error of the test where it is left out. */
  readonly onStoreFailure?: (error: unknown) => void;
  readonly alsoRemember?: (cluster: string, epoch: number) => JournalWrite | undefined;
  readonly windows?: ClusterWindows;
  readonly onCommit?: (session: ClusterSession) => void;
}

/** An exporter that nobody stands in for. */
export const onlyReplica: ReplicaTerms = {
  replica: { name: 'only', instance: 'only' },
  leaseMs: 15_000,
  isAlone: true,
};

/** A cluster that has said who it is and answered for every kind, with nothing in it yet. */
export function watched(options: WatchedOptions): Watched {
  const { name, checks, store, clock, exempt = noExemptions, onCommit } = options;
  const kinds = kindsNeeded(checks);
  const session = new ClusterSession({
    name,
    checks,
    kinds,
    exempt,
    owners: options.owners ?? createOwnerDirectory(),
    waivers: options.waivers ?? nothingGranted,
    ...(options.windows && { windows: options.windows }),
    syncTimeoutMs: 60_000,
    store,
    ...(options.replica ?? onlyReplica),
    uptime: options.uptime ?? clock,
    onChange() {},
    onSilence() {},
    onAnswer() {},
    twinOf: () => undefined,
    clock,
    onDue() {},
    onStoreFailure(error) {
      if (options.onStoreFailure === undefined) throw error;
      options.onStoreFailure(error);
    },
    onStoreRecovered() {},
    onCheckError(_check, _object, error) {
      throw error;
    },
    onPassedOver() {},
  });
  session.reception.identified({ id: `id-of-${name}`, version: 'v1.37.0', provider: 'kubeadm' });
  session.rejects.readable('event', undefined);
  const moment = (): Moment => ({ receivedAt: clock(), changedAt: clock(), path: 'watch' });

  const cycle = () =>
    runCycle(session, {
      store,
      clock,
      breathe: () => Promise.resolve(),
      sliceIsOver: () => false,
      onTransitions() {},
      alsoRemember: ({ name: of }, epoch) => options.alsoRemember?.(of, epoch),
      publish: (committed) => onCommit?.(committed),
    });

  return {
    session,
    cycle,
    async become(manifests) {
      const byKind = Map.groupBy(manifests.map(observed), ({ kind }: Observed) => kind);
      for (const kind of kinds) {
        session.reception.replaced(kind, byKind.get(kind) ?? [], {
          receivedAt: clock(),
          skipped: 'initial',
          path: 'relist',
        });
        session.reception.status(kind, 'synced');
        session.reception.contact(kind, clock());
      }
      await cycle();
    },
    async put(...manifests) {
      for (const manifest of manifests) session.reception.put(observed(manifest), moment());
      await cycle();
    },
    async remove(kind, namespace, object) {
      session.reception.removed(kind, namespace, object, moment());
      await cycle();
    },
  };
}
