import { kinds, type KindName } from '../model/kinds.ts';
import type { ApiClient } from './api-client.ts';
import { sleep } from './backoff.ts';
import { createDiscovery } from './discovery.ts';
import type { Answer } from './failure.ts';
import type { NeededVerb } from './permission.ts';
import { preflight, type Permissions } from './preflight.ts';
import type { Target } from './list-pages.ts';
import type { IngestTelemetry } from './sink.ts';

/** What discovery and the permission preflight say of a kind. */
export interface Standing {
  /** Where the kind is served; undefined when the cluster does not serve it. */
  readonly target: Target | undefined;
  /** Verbs that we are known to lack. */
  readonly missing: readonly NeededVerb[];
}

/** What a cluster serves of the wanted kinds and lets us see, as far as it could be found out. */
export interface Survey {
  /** Asks what is served, and for kinds that are new, whether we may see them. A failure leaves all as it was. */
  discover(signal: AbortSignal): Promise<Answer<void>>;
  /** Asks again what we may see of everything that is served. */
  readonly review: (signal: AbortSignal) => Promise<void>;
  /** Whether some kind may not be seen. */
  readonly anyDenied: () => boolean;
  /** What is known of a kind; where nothing is, the API is worth a try. */
  readonly standing: (kind: KindName) => Standing;
}

export interface SurveyDeps {
  readonly api: ApiClient;
  readonly telemetry: IngestTelemetry;
  readonly kinds: readonly KindName[];
  readonly verbs: readonly NeededVerb[];
  /** How long a permission must be gone before that is believed. */
  readonly refusalMs: number;
}

/** Remembers the last definite answers, so that an outage of discovery neither removes a kind nor forbids it. */
export function createSurvey(deps: SurveyDeps): Survey {
  const discovery = createDiscovery(deps.api, deps.kinds);
  const served = new Map<KindName, Target | undefined>();
  const permissions = new Map<KindName, readonly NeededVerb[]>();

  async function ask(wanted: readonly KindName[], signal: AbortSignal): Promise<void> {
    const found: Permissions = await preflight(deps, wanted, deps.verbs, signal);
    if (signal.aborted) return;
    for (const [kind, missing] of found) permissions.set(kind, missing);
  }

  /** An API server that starts denies what it will allow: what is newly denied is asked about twice. */
  async function review(signal: AbortSignal): Promise<void> {
    const before = new Map(permissions);
    await ask(deps.kinds.filter(isServed), signal);
    const denied = deps.kinds.filter((kind) => before.get(kind)?.length === 0 && permissions.get(kind)?.length);
    if (denied.length === 0) return;
    for (const kind of denied) permissions.set(kind, []);
    await sleep(deps.refusalMs, signal);
    await ask(denied, signal);
  }

  return {
    async discover(signal) {
      const answer = await discovery.discover(signal);
      if (!answer.ok) return answer;
      for (const [kind, target] of answer.value) served.set(kind, target);
      const fresh = deps.kinds.filter((kind) => isServed(kind) && !permissions.has(kind));
      if (fresh.length > 0) await ask(fresh, signal);
      return { ok: true, value: undefined };
    },
    review,
    anyDenied: () => [...permissions.values()].some((missing) => missing.length > 0),
    standing(kind) {
      const target = served.has(kind) ? served.get(kind) : usualTarget(kind);
      return { target, missing: permissions.get(kind) ?? [] };
    },
  };

  function isServed(kind: KindName): boolean {
    return !served.has(kind) || served.get(kind) !== undefined;
  }
}

function usualTarget(kind: KindName): Standing['target'] {
  const { group, versions, resource } = kinds[kind];
  const apiVersion = [group, versions[0]].filter(Boolean).join('/');
  return { path: `/${group === '' ? 'api' : 'apis'}/${apiVersion}/${resource}`, apiVersion };
}
