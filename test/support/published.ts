import type { RetiredCluster } from '../../exporter/publish/retired.ts';
import { checks as shippedChecks } from '../../exporter/checks/index.ts';
import { createAlertDesk } from '../../exporter/alert-ledger/desk.ts';
import { Drills } from '../../exporter/alert-ledger/drills/drills.ts';
import { AlertLedger } from '../../exporter/alert-ledger/ledger.ts';
import { Approvals } from '../../exporter/cluster/approval/approvals.ts';
import type { ClusterSession } from '../../exporter/cluster/session.ts';
import type { Check } from '../../exporter/checks/define.ts';
import { resolveFrameworks } from '../../exporter/checks/frameworks/resolve.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import type { Exempt } from '../../exporter/evaluate/exemptions.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { StoreFailure } from '../../exporter/findings/store.ts';
import type { WindowAnnotationMode } from '../../exporter/contract/index.ts';
import type { FindingStore } from '../../exporter/findings/store.ts';
import type { OwnerDirectory } from '../../exporter/model/owner.ts';
import { createOwnerDirectory } from '../../exporter/owners/directory.ts';
import { createExposition, type ExpositionDeps } from '../../exporter/publish/exposition/exposition.ts';
import type { GuardOptions } from '../../exporter/publish/http/guard.ts';
import { listen, type Listening } from '../../exporter/publish/http/listen.ts';
import { createPostureApp } from '../../exporter/publish/http/posture-app.ts';
import type { Snapshot } from '../../exporter/publish/exposition/snapshot.ts';
import { createWaiverBook, type WaiverBook } from '../../exporter/waivers/book.ts';
import { createWaiverRequests } from '../../exporter/waivers/requests.ts';
import { createAnnouncements, type Announcements } from '../../exporter/windows/announcements.ts';
import { createWindowBook, type WindowBook } from '../../exporter/windows/book.ts';
import type { WaiverTerms } from '../../exporter/waivers/schema.ts';
import { watched, type Watched } from '../../exporter/testing/watched.ts';

const DAY = 86_400_000;

export const sla = { critical: 2 * DAY, high: 7 * DAY, medium: 30 * DAY, low: 90 * DAY };

/** A clock that a test sets. */
export interface Clock {
  (): number;
  now: number;
}

/** Starts at a fixed time. */
export function testClock(now = Date.UTC(2026, 5, 1)): Clock {
  const clock: Clock = Object.assign(() => clock.now, { now });
  return clock;
}

/** Clusters with everything behind them, rendered and served. */
export interface Published {
  readonly clusters: readonly Watched[];
  readonly clock: Clock;
  readonly store: FindingStore;
  /** Waivers of files; none at first. */
  readonly book: WaiverBook;
  readonly terms: WaiverTerms;
  readonly alerts: AlertLedger;
  /** Deploy windows of the file; none at first. */
  readonly windows: WindowBook;
  readonly announcements: Announcements;
  readonly approvals: Approvals;
  readonly drills: Drills;
  /** Windows that were refused, and why, as they would be logged. */
  readonly refusedWindows: string[];
  readonly dropped: Map<string, number>;
  readonly errors: unknown[];
  readonly heartbeat: { at: number | undefined };
  /** What is served once everything is rendered again. */
  snapshot(): Promise<Snapshot>;
  /** Listens once alerts of before have been read, unless that is left out. */
  listen(host?: string, options?: { readonly readAlerts?: boolean }): Promise<Listening>;
}

/** Builds clusters by name, with nothing in them yet. */
export function published(options: {
  readonly names?: readonly string[];
  readonly checks?: readonly Check[];
  readonly exempt?: Exempt;
  readonly owners?: OwnerDirectory;
  readonly guard?: GuardOptions;
  readonly expected?: readonly string[];
  readonly retired?: readonly RetiredCluster[];
  readonly namespaces?: boolean;
  readonly windowAnnotations?: WindowAnnotationMode;
  /** Memory unless given. */
  readonly store?: FindingStore;
  readonly clock?: Clock;
}): Published {
  const {
    names = ['prod'],
    checks = shippedChecks,
    exempt,
    expected = names,
    retired = [],
    namespaces = false,
  } = options;
  const clock = options.clock ?? testClock();
  const { frameworks } = resolveFrameworks(checks);
  const store = options.store ?? createMemoryStore();
  const owners = options.owners ?? createOwnerDirectory();
  const terms = { checks: checks.map(({ id }) => id), frameworks, longestMs: 180 * DAY, clock };
  const book = createWaiverBook(terms, 14 * DAY);
  const alerts: AlertLedger = new AlertLedger({
    store,
    idOf: (cluster) => sessions().find(({ name, id }) => name === cluster && id !== '')?.id,
    clock,
  });
  const windows = createWindowBook({
    terms: { longestMs: DAY },
    annotations: options.windowAnnotations ?? 'mark',
  });
  const sessions = (): readonly ClusterSession[] => clusters.map(({ session }) => session);
  const announcements = createAnnouncements({
    journal: store.journal,
    clusters: sessions,
    terms: windows.terms,
    clock,
    changed() {},
    onError: (error) => errors.push(error),
  });
  const approvals = new Approvals({ journal: store.journal, clusters: sessions, clock });
  let drillsOpened = 0;
  const drills = new Drills({
    journal: store.journal,
    clusters: sessions,
    clock,
    newId: () => `drill-${(drillsOpened += 1)}`,
    changed() {},
    onError: (error) => errors.push(error),
  });
  const errors: unknown[] = [];
  const refusedWindows: string[] = [];
  const clusters = names.map((name) =>
    watched({
      alsoRemember: (cluster, epoch) => alerts.due(cluster, epoch),
      name,
      checks,
      store,
      clock,
      owners,
      waivers: book.of(name),
      windows: windows.of(name, {
        noted: announcements.of,
        onRefused: (_window, problem) => refusedWindows.push(problem),
      }),
      ...(exempt && { exempt }),
    }),
  );
  const dropped = new Map<string, number>();
  const heartbeat: Published['heartbeat'] = { at: undefined };
  const deps: ExpositionDeps = {
    clusters: sessions,
    expected: () => expected,
    retired,
    contacts: owners.contacts,
    checks,
    frameworks,
    clock,
    sla,
    retentionMs: 400 * DAY,
    namespaces,
    alerts,
    drills,
    intervalMs: 1,
    refreshMs: 60_000,
    telemetry: {
      traced: (_name, _attributes, work) => work(),
      rendered() {},
      renderedBytes() {},
      renderedSeries() {},
      seriesDropped: (family, series) => void dropped.set(family, (dropped.get(family) ?? 0) + series),
    },
    onError: (error) => errors.push(error),
  };
  let exposition = createExposition(deps);

  async function snapshot(): Promise<Snapshot> {
    exposition = createExposition(deps);
    const before = exposition.snapshot;
    const stop = new AbortController();
    exposition.start(stop.signal);
    while (exposition.snapshot === before) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    return exposition.snapshot;
  }

  return {
    clusters,
    clock,
    store,
    book,
    terms,
    windows,
    announcements,
    approvals,
    drills,
    refusedWindows,
    dropped,
    errors,
    heartbeat,
    alerts,
    snapshot,
    async listen(host = '127.0.0.1', { readAlerts = true } = {}) {
      // A store that fails hands over nothing, and that is what the test is about then.
      if (readAlerts) await alerts.refresh(names).catch(passStoreFailure);
      const app = createPostureApp({
        clusters: sessions,
        expected: () => expected,
        retired,
        checks,
        frameworks,
        store,
        retentionMs: 400 * DAY,
        contactOf: owners.contactOf,
        alertDesk: createAlertDesk(alerts, () => {}),
        waiverDesk: createWaiverRequests({ terms, files: book.files }),
        windowDesk: announcements.desk,
        drillDesk: drills,
        approvalDesk: approvals,
        exposition: {
          get snapshot() {
            return exposition.snapshot;
          },
        },
        guard: options.guard ?? { openLoopback: true, tokens: () => [] },
        answered() {},
        onError: (error) => errors.push(error),
        clock,
        heartbeat: () => heartbeat.at,
        heartbeatLimitMs: 60_000,
        syncTimeoutMs: 120_000,
        instance: 'one',
        version: '0.0.0',
      });
      return listen(app, { host, port: 0, name: 'listen' });
    },
  };
}

/** A Deployment that many checks object to. */
export function badDeployment(name: string, namespace = 'shop', team = 'storefront', extra: object = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { team } },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'app', image: 'registry.example/app:latest', securityContext: { privileged: true } },
            { name: 'side', image: 'registry.example/side:latest', securityContext: { privileged: true } },
          ],
          ...extra,
        },
      },
    },
  };
}

function passStoreFailure(error: unknown): void {
  if (!(error instanceof StoreFailure)) throw error;
}
