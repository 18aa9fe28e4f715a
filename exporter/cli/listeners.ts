import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createAlertDesk } from '../alert-ledger/desk.ts';
import type { Check } from '../checks/define.ts';
import type { Exporter } from '../compose.ts';
import type { ApiFramework } from '../contract/api.ts';
import { ConfigError } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { FindingStore } from '../findings/store.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import { createExposition } from '../publish/exposition/exposition.ts';
import { apiToken, type ApiToken } from '../publish/http/guard.ts';
import { listen } from '../publish/http/listen.ts';
import type { RetiredCluster } from '../publish/retired.ts';
import { createPostureApp } from '../publish/http/posture-app.ts';
import type { WaiverDesk } from '../publish/http/waivers-routes.ts';
import { createSelfApp } from '../publish/http/self-app.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Time-dependent series move without any change; milliseconds. */
const refreshMs = 15_000;
/** Several ticks: a loop that is silent for longer hangs; milliseconds. */
const heartbeatLimitMs = 60_000;
/** How often token files are read again; milliseconds. */
const rereadMs = 30_000;
/** How long requests that are being answered may take to end at a shutdown; milliseconds. */
const graceMs = 5_000;

export interface Listeners {
  readonly postureUrl: string;
  readonly selfUrl: string;
  /** Stops listening once requests in flight have ended. */
  readonly close: () => Promise<void>;
}

/** Attaches both listeners to an exporter: posture, API and page on one, the exporter's own metrics on the other. */
export async function startListeners(deps: {
  readonly config: Config;
  readonly exporter: Exporter;
  readonly checks: readonly Check[];
  readonly frameworks: readonly ApiFramework[];
  readonly store: FindingStore;
  readonly owners: Pick<OwnerDirectory, 'contactOf' | 'contacts'>;
  readonly waiverDesk: WaiverDesk;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly expected: readonly string[];
  readonly retired: readonly RetiredCluster[];
  readonly version: string;
}): Promise<Listeners> {
  const { config, exporter, checks, frameworks, store, logger, clock, version } = deps;
  const { metrics } = exporter;
  let tokens = readTokens(config);
  // A mounted Secret is exchanged in place; one that cannot be read meanwhile leaves the last good one in force.
  const rereading = setInterval(() => {
    try {
      tokens = readTokens(config);
    } catch (error) {
      logger.error({ err: error }, 'tokens cannot be read');
    }
  }, rereadMs);
  const clusters = () => exporter.sessions;
  const expected = () => deps.expected;
  const { retired } = deps;
  const stopping = new AbortController();

  const exposition = createExposition({
    clusters,
    expected,
    retired,
    contacts: deps.owners.contacts,
    checks,
    frameworks,
    clock,
    telemetry: metrics,
    onError: (error, about) => logger.error({ err: error, ...about }, 'rendering failed'),
    intervalMs: config.schedule.render,
    refreshMs,
    sla: config.sla,
    retentionMs: config.store.retention,
    namespaces: config.metrics.namespaces,
    alerts: exporter.alerts,
    drills: exporter.drills,
  });
  exporter.onCommit(({ name }) => exposition.changed(name));
  exporter.onDrill((cluster) => exposition.changed(cluster));
  exposition.start(stopping.signal);

  const shared = {
    guard: { openLoopback: config.auth.openLoopback, tokens: () => tokens },
    answered: metrics.answered,
    onError: (error: unknown, about: { readonly route: string }) =>
      logger.error({ err: error, ...about }, 'request failed'),
    clock,
    heartbeat: () => metrics.lastHeartbeat('tick'),
    heartbeatLimitMs,
  };
  const syncTimeoutMs = config.clusters.syncTimeout;
  const instance = randomUUID();
  const app = createPostureApp({
    ...shared,
    clusters,
    expected,
    retired,
    checks,
    frameworks,
    store,
    retentionMs: config.store.retention,
    contactOf: deps.owners.contactOf,
    waiverDesk: deps.waiverDesk,
    alertDesk: createAlertDesk(exporter.alerts, ({ alerts, foreign, full }) =>
      logger.warn(
        { alerts, notWatched: foreign, full },
        'alerts are passed over: of clusters that are not watched here, or have too many, or with times to come',
      ),
    ),
    windowDesk: exporter.windowDesk,
    drillDesk: exporter.drills,
    approvalDesk: exporter.approvalDesk,
    exposition,
    syncTimeoutMs,
    instance,
    version,
  });
  const posture = await listen(app, { ...config.listen, name: 'listen' });
  const self = await listen(createSelfApp({ ...shared, registry: metrics.registry }), {
    ...config.selfListen,
    name: 'selfListen',
  }).catch(async (error: unknown) => {
    await posture.close(0);
    throw error;
  });
  return {
    postureUrl: posture.url,
    selfUrl: self.url,
    async close() {
      stopping.abort();
      clearInterval(rereading);
      await Promise.all([posture.close(graceMs), self.close(graceMs)]);
    },
  };
}

function readTokens({ auth }: Config): readonly ApiToken[] {
  return auth.tokens.map(({ name, file, scopes }, index) => {
    let token: string;
    try {
      token = readFileSync(file, 'utf8').trim();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw new ConfigError(
        `auth.tokens.${index}.file: ${file} cannot be read (${code}); check the path and its permissions`,
        { cause: error },
      );
    }
    if (token === '') throw new ConfigError(`auth.tokens.${index}.file: ${file} is empty; write the token into it`);
    return apiToken(name, token, scopes);
  });
}
