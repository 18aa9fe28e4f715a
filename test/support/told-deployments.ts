import { setTimeout as sleep } from 'node:timers/promises';
import { deployment } from './deployment.ts';
import type { RealCluster } from './real-cluster.ts';

const namespace = 'shop';
const collection = `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** Deployments of a real cluster, with what the API server was told of each: the plainest record of what has happened. */
export class ToldDeployments {
  /** How often each became privileged, and how often it ceased to be. */
  readonly steps = new Map<string, { opened: number; resolved: number }>();
  readonly #cluster: RealCluster;
  readonly #privileged = new Map<string, boolean>();

  constructor(cluster: RealCluster) {
    this.#cluster = cluster;
  }

  /** Names of those that are privileged now. */
  get failing(): ReadonlySet<string> {
    return new Set([...this.#privileged].filter(([, is]) => is).map(([name]) => name));
  }

  /** Creates one, or makes it the opposite of what it was. */
  async flip(name: string): Promise<void> {
    const before = this.#privileged.get(name);
    const privileged = before !== true;
    const body = deployment(name, { privileged, namespace });
    const { status, body: answer } =
      before === undefined
        ? await this.#cluster.request(collection, { method: 'POST', body })
        : await this.#cluster.request(`${collection}/${name}`, { method: 'PUT', body });
    if (status >= 300) throw new Error(`${name}: ${status} ${answer}`);
    this.#note(name, privileged);
  }

  async remove(name: string): Promise<void> {
    const { status, body } = await this.#cluster.request(`${collection}/${name}`, { method: 'DELETE' });
    if (status >= 300) throw new Error(`${name}: ${status} ${body}`);
    if (this.#privileged.get(name) === true) this.#note(name, false);
    this.#privileged.delete(name);
  }

  /** Flips and removes some of these names at random, until the signal fires. */
  async churn(names: readonly string[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const name = names[Math.floor(Math.random() * names.length)] ?? '';
      if (this.#privileged.has(name) && Math.random() < 0.1) await this.remove(name);
      else await this.flip(name);
      await sleep(Math.random() * 20);
    }
  }

  #note(name: string, privileged: boolean): void {
    this.#privileged.set(name, privileged);
    const steps = this.steps.get(name) ?? { opened: 0, resolved: 0 };
    this.steps.set(name, steps);
    if (privileged) steps.opened += 1;
    else if (steps.opened > steps.resolved) steps.resolved += 1;
  }
}
