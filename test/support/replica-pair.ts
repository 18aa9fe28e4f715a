import { setTimeout as sleep } from 'node:timers/promises';
import { metrics } from '../../exporter/contract/index.ts';
import { freePorts, startServe, type ExporterProcess } from './exporter-process.ts';
import { parseExposition } from './exposition-text.ts';
import { waitUntil } from './process.ts';

/** One of two exporters, which may be dead for a while and come back where it listened. */
export interface ReplicaSeat {
  readonly name: string;
  readonly ports: { readonly port: number; readonly selfPort: number };
  process: ExporterProcess | undefined;
}

/** A scrape that takes longer is none: so long a process may hang in a test that stops it. Milliseconds. */
const scrapeMs = 500;

/** Two exporters that watch one cluster with one database. */
export class ReplicaPair {
  readonly seats: readonly [ReplicaSeat, ReplicaSeat];
  /** Scrapes by turns of one, the other and the one again that all showed the cluster. */
  readonly doubled: string[] = [];
  turns = 0;
  readonly #kubeconfig: string;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(
    seats: readonly [ReplicaSeat, ReplicaSeat],
    { kubeconfig, env }: { readonly kubeconfig: string; readonly env: Readonly<Record<string, string>> },
  ) {
    this.seats = seats;
    this.#kubeconfig = kubeconfig;
    this.#env = env;
  }

  /** Starts both, one after the other. */
  static async start(options: {
    readonly kubeconfig: string;
    readonly env: Readonly<Record<string, string>>;
  }): Promise<ReplicaPair> {
    const seat = async (name: string) => ({ name, ports: await freePorts(), process: undefined });
    const pair = new ReplicaPair([await seat('left'), await seat('right')], options);
    for (const one of pair.seats) await pair.begin(one);
    return pair;
  }

  async begin(seat: ReplicaSeat): Promise<ExporterProcess> {
    const env = { ...this.#env, PLUMBLINE_REPLICAS_NAME: seat.name, PLUMBLINE_REPLICAS_COUNT: '2' };
    return (seat.process = await startServe({ kubeconfig: this.#kubeconfig, ports: seat.ports, env }));
  }

  other(than: ReplicaSeat): ReplicaSeat {
    return than === this.seats[0] ? this.seats[1] : this.seats[0];
  }

  /** Waits until one of them, or one of these, leads with everything that is remembered; returns it. */
  async leader(among: readonly ReplicaSeat[] = this.seats): Promise<ReplicaSeat & { process: ExporterProcess }> {
    let found: ReplicaSeat | undefined;
    await waitUntil(`one of ${among.map(({ name }) => name).join(', ')} leads`, async () => {
      for (const seat of among) {
        if (seat.process === undefined || (await this.shows(seat)) !== true) continue;
        if ((await seat.process.selfValue(metrics.leader)) === 1) found = seat;
      }
      return found !== undefined;
    });
    if (found?.process === undefined) throw new Error('the leader is gone');
    return { ...found, process: found.process };
  }

  /** Whether one publishes anything of the cluster now; undefined where it does not answer. */
  async shows({ process }: ReplicaSeat): Promise<boolean | undefined> {
    if (process === undefined) return undefined;
    const text = await fetch(`${process.url}/metrics`, { signal: AbortSignal.timeout(scrapeMs) })
      .then((response) => response.text())
      // Dead, stopped, or starting.
      .catch(() => undefined);
    return text === undefined ? undefined : publishesCluster(text);
  }

  /** Looks by turns whether both publish at the same time, until the signal fires. */
  async witness(signal: AbortSignal): Promise<void> {
    const [left, right] = this.seats;
    while (!signal.aborted) {
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const shown = [await this.shows(one), await this.shows(other), await this.shows(one)];
        if (shown.every(Boolean)) this.doubled.push(`${one.name} around ${other.name}`);
        this.turns += 1;
      }
      await sleep(5);
    }
  }

  async stop(): Promise<void> {
    for (const { process } of this.seats) await process?.stop();
  }
}

/** Whether an exposition has anything of a cluster but that it is expected, which is said by configuration. */
export function publishesCluster(exposition: string): boolean {
  return [...parseExposition(exposition).values()]
    .flatMap(({ samples }) => samples)
    .some(({ name, labels }) => 'cluster' in labels && name !== metrics.clusterExpected.name);
}
