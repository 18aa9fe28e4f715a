import type { Trimmed } from '../findings/journal.ts';
import { StoreFailure, type FindingStore } from '../findings/store.ts';

const sizeEveryMs = 60_000;
const pruneEveryMs = 3_600_000;

export interface UpkeepDeps {
  readonly store: FindingStore;
  /** How long what has ended is kept, in milliseconds. */
  readonly retentionMs: number;
  /** How many entries of a topic of the journal are kept, of those that others fill. */
  readonly journalEntries: number;
  /** Clusters that are gone on purpose; milliseconds, or undefined for now. */
  readonly retired: readonly { readonly name: string; readonly since: number | undefined }[];
  readonly clock: () => number;
  readonly onRetired: (name: string) => void;
  readonly onSize: (bytes: number) => void;
  readonly onPruned: (states: number) => void;
  /** More of a topic was written than is kept. */
  readonly onTrimmed: (trimmed: Trimmed) => void;
  /** Our role may not do this; told once, until it may. */
  readonly onDenied: (task: UpkeepTask, error: StoreFailure) => void;
  readonly onError: (error: unknown) => void;
}

/** What upkeep does, as a log names it. */
export type UpkeepTask = 'retire' | 'measure' | 'prune';

/** Looks after a store while it is used: how large it is, what is retired, and what it may forget. Resolves `stop` when nothing runs. */
export function startUpkeep(deps: UpkeepDeps): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const denied = new Set<UpkeepTask>();
  const queue = (task: UpkeepTask): void => {
    // Tried again next time.
    running = running.then(() => attempt(task)).catch(deps.onError);
  };
  const attempt = async (task: UpkeepTask): Promise<void> => {
    try {
      await tasks[task]();
      denied.delete(task);
    } catch (error) {
      // Rights change when somebody changes them; what is said every minute until then is read by nobody.
      if (!(error instanceof StoreFailure && error.trouble === 'denied')) throw error;
      if (!denied.has(task)) deps.onDenied(task, error);
      denied.add(task);
    }
  };
  const measure = async (): Promise<void> => {
    const bytes = await deps.store.size();
    if (bytes !== undefined) deps.onSize(bytes);
  };
  const prune = async (): Promise<void> => {
    const states = await deps.store.prune(deps.clock() - deps.retentionMs);
    if (states > 0) deps.onPruned(states);
    for (const trimmed of await deps.store.journal.trim(deps.journalEntries, deps.clock())) deps.onTrimmed(trimmed);
  };
  const retire = async (): Promise<void> => {
    for (const { name, since } of deps.retired) {
      if (await deps.store.retire(name, Math.min(deps.clock(), since ?? Infinity))) deps.onRetired(name);
    }
  };
  const tasks: Readonly<Record<UpkeepTask, () => Promise<void>>> = { retire, measure, prune };
  queue('retire');
  queue('measure');
  const timers = [
    setInterval(() => (queue('retire'), queue('measure')), sizeEveryMs),
    setInterval(() => queue('prune'), pruneEveryMs),
  ];
  return {
    async stop() {
      timers.forEach(clearInterval);
      await running;
    },
  };
}
