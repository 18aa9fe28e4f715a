import { sleep } from './backoff.ts';
import type { ApiFailure } from './failure.ts';
import { isFallbackId, gitVersion, identify, type IdentityDeps } from './identity.ts';
import type { ClusterIdentity } from './sink.ts';
import type { Timings } from './timings.ts';

export interface IdentityWatchDeps extends IdentityDeps {
  readonly timings: Timings;
  /** The cluster answered. */
  readonly answered: () => void;
  readonly failed: (failure: ApiFailure) => void;
  /** Called when version, provider or id differ from before. */
  readonly changed: (now: ClusterIdentity, before: ClusterIdentity) => void;
}

/** Notices when the cluster becomes another version, or another cluster takes its place. */
export interface IdentityWatch {
  run(signal: AbortSignal): Promise<void>;
  /** Looks soon and thoroughly: the API was away. */
  readonly soon: () => void;
}

/** Polls the version, one small request each time; asks for the rest when that changed or after an outage. */
export function createIdentityWatch(deps: IdentityWatchDeps, first: ClusterIdentity): IdentityWatch {
  const { api, timings } = deps;
  let known = first;
  let suspicious = false;
  let rest = new AbortController();

  async function look(signal: AbortSignal): Promise<void> {
    const version = await gitVersion(api, signal);
    if (signal.aborted) return;
    if (!version.ok) return deps.failed(version.failure);
    deps.answered();
    if (version.value === known.version && !suspicious) return;
    const answer = await identify(deps, signal);
    if (!answer.ok) return;
    suspicious = false;
    const before = known;
    // An API server that is starting refuses what it granted before: a refusal must not rename the cluster.
    const now = isFallbackId(answer.value.id) ? { ...answer.value, id: before.id } : answer.value;
    known = now;
    if (now.id !== before.id || now.version !== before.version || now.provider !== before.provider) {
      deps.changed(now, before);
    }
  }

  return {
    soon() {
      suspicious = true;
      rest.abort();
    },
    async run(signal) {
      const stop = () => rest.abort();
      signal.addEventListener('abort', stop, { once: true });
      while (!signal.aborted) {
        rest = new AbortController();
        await sleep(timings.identityMs, rest.signal);
        // Every watch comes back at about the same time; one look serves all.
        await sleep(timings.retryFirstMs, signal);
        if (!signal.aborted) await look(signal);
      }
      signal.removeEventListener('abort', stop);
    },
  };
}
