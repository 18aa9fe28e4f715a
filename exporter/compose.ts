import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Drills } from './alert-ledger/drills/drills.ts';
import { followAlerts } from './alert-ledger/follow.ts';
import { AlertLedger } from './alert-ledger/ledger.ts';
import type { Check } from './checks/define.ts';
import type { ReplicaTerms } from './cluster/leadership.ts';
import { Approvals } from './cluster/approval/approvals.ts';
import { ClusterSession } from './cluster/session.ts';
import type { Config } from './config/schema.ts';
import { runCycle } from './cycle.ts';
import type { GrantedExemptions } from './evaluate/exemptions.ts';
import { platformExemptions } from './evaluate/platform/index.ts';
import type { FindingStore } from './findings/store.ts';
import { sleep } from './ingest/backoff.ts';
import type { ClusterSource, IngestTelemetry } from './ingest/sink.ts';
import type { FindingTransition } from './model/finding.ts';
import type { KindName } from './model/kinds.ts';
import { kindsNeeded } from './model/needs.ts';
import type { OwnerDirectory } from './model/owner.ts';
import type { ApprovalDesk } from './model/approval.ts';
import type { WindowDesk } from './model/window.ts';
import type { RetiredCluster } from './publish/retired.ts';
import { journalLines } from './journal-lines.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { measuredStore, storeOperations } from './store/measured.ts';
import { startUpkeep } from './store/upkeep.ts';
import type { Logger } from './telemetry/logger.ts';
import { createSelfMetrics, type SelfMetrics } from './telemetry/self-metrics.ts';
import { traced } from './telemetry/tracing.ts';
import { createWakeUps } from './wake-ups.ts';
import type { WindowBook } from './windows/book.ts';
import { createAnnouncements } from './windows/announcements.ts';
import { watchJournal, type JournalWatch } from './findings/watch-journal.ts';

/** Evaluation pauses after this long so that scrapes and watches are served meanwhile; milliseconds. */
const sliceMs = 8;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** A cluster to watch; its source is made once its kinds and telemetry are known. */
export interface WatchedCluster {
  readonly name: string;
  readonly connect: (wiring: SourceWiring) => ClusterSource;
}

export interface SourceWiring {
  readonly kinds: readonly KindName[];
  readonly telemetry: IngestTelemetry;
  readonly logger: Logger;
}

export interface ExporterDeps {
  readonly config: Config;
  readonly checks: readonly Check[];
  readonly clusters: readonly WatchedCluster[];
  /** Clusters that are gone on purpose, none of those above. */
  readonly retired?: readonly RetiredCluster[];
  readonly store: FindingStore;
  /** How this process stands to others on the same store. */
  readonly replica: ReplicaTerms;
  readonly owners: OwnerDirectory;
  /** What people grant in a cluster, by its name. */
  readonly waivers: (cluster: string) => GrantedExemptions;
  /** When changes are expected. */
  readonly windows: WindowBook;
  readonly logger: Logger;
  readonly version: string;
  readonly clock: () => number;
}

export type TransitionListener = (cluster: ClusterSession, transition: FindingTransition) => void;

interface Watched {
  readonly session: ClusterSession;
  readonly schedule: Schedule;
}

/** Everything between sources and listeners, running; `stop` ends it in the order in which data flows. */
export interface Exporter {
  readonly sessions: readonly ClusterSession[];
  readonly metrics: SelfMetrics;
  /** The alerts that reached people. */
  readonly alerts: AlertLedger;
  /** Opens drills and knows those that are open. */
  readonly drills: Drills;
  /** Called with the name of a cluster when a drill in it was opened or closed. */
  readonly onDrill: (listener: (cluster: string) => void) => void;
  /** Called after every commit, and when another replica leads a cluster. */
  readonly onCommit: (listener: (cluster: ClusterSession) => void) => void;
  /** Called for every committed transition that counts. */
  readonly onTransition: (listener: TransitionListener) => void;
  /** Asks about every object again: the directory of owners gives other answers from now on. */
  ownersChanged(): void;
  /** Waivers of files are others now. */
  waiversChanged(): void;
  /** Deploy windows of the file are others now. */
  windowsChanged(): void;
  /** Takes requests for deploy windows. */
  readonly windowDesk: WindowDesk;
  /** Approves states of clusters. */
  readonly approvalDesk: ApprovalDesk;
  /** Starts the sources; resolves at once. */
  start(): void;
  stop(): Promise<void>;
}

/** Wires sources, sessions, cycles and store; listeners are attached by the caller. */
export function composeExporter(deps: ExporterDeps): Exporter {
  const { config, checks, clock, logger } = deps;
  const kinds = kindsNeeded(checks);
  const stopping = new AbortController();
  const sources: Promise<void>[] = [];
  const commitListeners: ((cluster: ClusterSession) => void)[] = [];
  const transitionListeners: TransitionListener[] = [logTransition];
  const drillListeners: ((cluster: string) => void)[] = [];
  /** When the full pass of a cluster that is going on began. */
  const passes = new Map<string, number>();
  const watched: Watched[] = [];
  let following: Promise<void> | undefined;
  let upkeep: ReturnType<typeof startUpkeep> | undefined;
  const sessions = () => watched.map(({ session }) => session);

  const metrics = createSelfMetrics({
    version: deps.version,
    clusters: sessions,
    clock,
    scanIntervalSeconds: config.schedule.fullPass / 1000,
    storePersistent: deps.store.persistent,
    storeOperations,
  });
  const store = measuredStore(deps.store, {
    applied: (seconds) => metrics.storeApplied(seconds),
    failed: (operation) => metrics.storeFailed(operation),
  });
  const alerts = new AlertLedger({
    store,
    idOf: (cluster) => sessions().find(({ name, id }) => name === cluster && id !== '')?.id,
    clock,
  });
  const announcements = createAnnouncements({
    journal: store.journal,
    clusters: sessions,
    terms: deps.windows.terms,
    clock,
    changed: (names) => watched.forEach(({ session, schedule }) => names.includes(session.name) && schedule.poke()),
    onError: (error) => logger.error({ err: error }, 'deploy windows of the journal cannot be read'),
  });
  const drills = new Drills({
    journal: store.journal,
    clusters: sessions,
    clock,
    newId: () => `drill-${randomUUID()}`,
    changed: (names) => drillListeners.forEach((listener) => names.forEach(listener)),
    onError: (error) => logger.error({ err: error }, 'drills of the journal cannot be read'),
  });
  const approvals = new Approvals({ journal: store.journal, clusters: sessions, clock });
  let approvalsWatch: JournalWatch | undefined;
  const wakeUps = createWakeUps({
    clock,
    tick() {
      metrics.heartbeat('tick');
      // An owner that does not come is given up by time alone.
      for (const { session, schedule } of watched) if (session.rejects.isWaiting) schedule.poke();
    },
    syncTimeoutMs: config.clusters.syncTimeout,
    // A first evaluation that waits for a kind which never answers is started by time alone.
    syncTimedOut: () => watched.forEach(({ schedule }) => schedule.poke()),
    fullPassMs: config.schedule.fullPass,
    fullPass() {
      for (const { session, schedule } of watched) {
        session.inventory.setNow(clock());
        session.engine.dueAll();
        passes.set(session.name, performance.now());
        schedule.poke();
      }
    },
  });
  for (const { name } of deps.clusters) watched.push(watch(name));

  function tell(cluster: ClusterSession): void {
    for (const listener of commitListeners) listener(cluster);
  }

  function logTransition(cluster: ClusterSession, { type, reason, finding, windows }: FindingTransition): void {
    const { id, check, severity, object, container, team } = finding;
    const about = { finding: id, check, severity, object, container, windows };
    const fields = { cluster: cluster.name, transition: type, reason, ...about };
    // A backlog of thousands is one line below; the single findings are in the API.
    const level = reason === 'baseline' ? 'debug' : 'info';
    logger[level]({ ...fields, owner: team.team }, 'finding transition');
  }

  function watch(name: string): Watched {
    const log = logger.child({ cluster: name });
    const session: ClusterSession = new ClusterSession({
      name,
      checks,
      kinds,
      exempt: platformExemptions,
      owners: deps.owners,
      waivers: deps.waivers(name),
      windows: deps.windows.of(name, {
        noted: announcements.of,
        onRefused: ({ source, until }, problem) => log.warn({ source, until, problem }, 'deploy window refused'),
      }),
      managers: { gitops: config.drift.gitopsManagers, automation: config.drift.automationManagers },
      syncTimeoutMs: config.clusters.syncTimeout,
      ...deps.replica,
      store,
      uptime: () => performance.now(),
      onChange() {
        const { leads, publishes, leader } = session.leadership;
        log.info({ leads, publishes, leader }, leads ? 'this replica leads the cluster' : 'this replica does not lead');
        tell(session);
        schedule.poke();
      },
      onSilence: (error) => log.error({ err: error }, 'the store does not say who leads the cluster'),
      onAnswer() {
        log.info('the store says again who leads the cluster');
        session.holding.retryStore();
        schedule.poke();
      },
      twinOf: ({ name: own, id }) =>
        watched
          .map((other) => other.session)
          .find((other) => other.name !== own && other.id === id && other.held !== undefined)?.name,
      clock,
      onDue: () => schedule.poke(),
      onStoreFailure(error, retryInMs) {
        log.error({ err: error, retryInMs }, 'the store failed; current state is served, lifecycle counters are not');
        wakeUps.retryIn(name, retryInMs, () => (session.holding.retryStore(), schedule.poke()));
      },
      onStoreRecovered: () => log.info('the store answers again'),
      onCheckError(check, object, error) {
        metrics.scanError(name, 'check');
        log.error({ check: check.id, kind: object.kind, object: object.metadata.name, err: error }, 'check threw');
      },
      onPassedOver(reason, detail) {
        metrics.passedOver(name, reason);
        log.debug({ reason, detail }, 'object passed over');
      },
    });
    const schedule: Schedule = createSchedule({
      run: () => cycle({ session, schedule }),
      hasMore: () => session.posture !== undefined && session.engine.later > 0,
      onError(error, retryInMs) {
        metrics.scanError(name, 'cycle');
        log.error({ err: error, retryInMs }, 'cycle failed');
      },
      settleMs: config.schedule.settle,
      firstRetryMs,
      longestRetryMs,
    });
    return { session, schedule };
  }

  async function cycle({ session, schedule }: Watched): Promise<void> {
    // What was announced before we started holds for the very first transition.
    await Promise.all([announcements.known(), approvalsWatch?.first]);
    if (session.posture === undefined) passes.set(session.name, passes.get(session.name) ?? performance.now());
    const kind = passes.has(session.name) ? 'full' : 'incremental';
    const before = session.held?.revision;
    const start = performance.now();
    let sliceStart = start;
    await traced('evaluate', { 'k8s.cluster.name': session.name, 'plumbline.pass': kind }, () =>
      runCycle(session, {
        store,
        clock,
        async breathe() {
          await nextTurn();
          sliceStart = performance.now();
        },
        sliceIsOver: () => performance.now() - sliceStart > sliceMs,
        onTransitions(cluster, transitions) {
          const backlog = transitions.filter(({ reason, type }) => reason === 'baseline' && type === 'opened').length;
          if (backlog > 0) logger.info({ cluster: cluster.name, findings: backlog }, 'backlog taken as baseline');
          for (const transition of transitions) {
            if (transition.type !== 'updated')
              for (const listener of transitionListeners) listener(cluster, transition);
          }
        },
        onJournal(cluster, news) {
          for (const { message, fields } of journalLines(news))
            logger.info({ cluster: cluster.name, ...fields }, message);
        },
        publish: tell,
        alsoRemember: ({ name }, epoch) => alerts.due(name, epoch),
      }),
    );
    metrics.heartbeat('cycle');
    // A waiver that ends, or a deploy window that opens or ends, says so by nothing else.
    wakeUps.wakeAt(session.name, session.terms.nextChange, () => schedule.poke());
    if (session.held?.revision === before) return;
    // A full pass goes on over many cycles, and what changes meanwhile is part of it.
    if (kind === 'incremental') metrics.scan(session.name, kind, (performance.now() - start) / 1000);
    else if (session.engine.later === 0) {
      metrics.scan(session.name, kind, (performance.now() - (passes.get(session.name) ?? start)) / 1000);
      passes.delete(session.name);
    }
  }

  /** Runs a source until it is exhausted or we stop; one that breaks is started again, its kinds stale meanwhile. */
  async function keepSource({ name, connect }: WatchedCluster, { session }: Watched): Promise<void> {
    const log = logger.child({ cluster: name });
    const { signal } = stopping;
    let retryInMs = firstRetryMs;
    while (!signal.aborted) {
      const startedAt = clock();
      try {
        return await connect({ kinds, telemetry: metrics.ingest(name), logger: log }).run(session.reception, signal);
      } catch (error) {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        session.reception.lost(reason);
        for (const { kind, status } of session.kinds()) {
          if (status === 'synced' || status === 'pending')
            session.reception.status(kind, 'stale', `its source ended: ${reason}`);
        }
        if (clock() - startedAt > longestRetryMs) retryInMs = firstRetryMs;
        log.error({ err: error, retryInMs }, 'source ended');
      }
      await sleep(retryInMs, signal);
      retryInMs = Math.min(longestRetryMs, retryInMs * 2);
    }
  }

  /** Another replica goes on at once; without an answer it waits until the lease has run out. */
  async function resign({ name, leadership }: ClusterSession): Promise<void> {
    try {
      await leadership.resign();
    } catch (error) {
      logger.warn({ cluster: name, err: error }, 'the lease of the cluster was not given up; it runs out by itself');
    }
  }

  return {
    get sessions() {
      return sessions();
    },
    metrics,
    alerts,
    drills,
    onDrill: (listener) => void drillListeners.push(listener),
    onCommit: (listener) => void commitListeners.push(listener),
    onTransition: (listener) => void transitionListeners.push(listener),
    ownersChanged: () => watched.forEach(({ session }) => session.ownersChanged()),
    waiversChanged: () => watched.forEach(({ schedule }) => schedule.poke()),
    windowsChanged: () => watched.forEach(({ schedule }) => schedule.poke()),
    windowDesk: announcements.desk,
    approvalDesk: approvals,
    start() {
      approvalsWatch = watchJournal(approvals, {
        changed() {},
        onError: (error) => logger.error({ err: error }, 'approved states of the journal cannot be read'),
        signal: stopping.signal,
      });
      sources.push(announcements.start(stopping.signal), approvalsWatch.ended, drills.start(stopping.signal));
      deps.clusters.forEach((cluster, index) => {
        const entry = watched[index];
        if (entry === undefined) return;
        sources.push(keepSource(cluster, entry), entry.session.leadership.keep(stopping.signal));
      });
      wakeUps.start();
      metrics.heartbeat('tick');
      following = followAlerts({
        ledger: alerts,
        clusters: () => sessions().flatMap(({ name, id }) => (id === '' ? [] : [name])),
        onDue: (name) => watched.find(({ session }) => session.name === name && session.leads)?.schedule.poke(),
        onError: (error) => logger.error({ err: error }, 'alerts that others took cannot be read'),
        signal: stopping.signal,
      });
      upkeep = startUpkeep({
        store,
        retentionMs: config.store.retention,
        journalEntries: config.store.journalEntries,
        clock,
        retired: deps.retired ?? [],
        onRetired: (name) => logger.info({ cluster: name }, 'retired: what was open there is shown no more'),
        onSize: (bytes) => metrics.storeSize(bytes),
        onPruned: (states) => logger.info({ states }, 'forgot what ended before store.retention'),
        onTrimmed: (trimmed) =>
          logger.warn(
            trimmed,
            'forgot history of this topic before store.retention, because there is more of it than store.journalEntries: see who writes so many Events, annotations or changes there, or raise it',
          ),
        onDenied: (task, error) =>
          logger.warn(
            { task, err: error },
            'our role may not do this in the store: leave it to an exporter whose role writes, and clusters.retired to its configuration, or grant the right',
          ),
        onError: (error) => logger.error({ err: error }, 'upkeep of the store failed'),
      });
    },
    async stop() {
      stopping.abort();
      wakeUps.stop();
      await Promise.all(sources);
      await Promise.all(watched.map(({ schedule }) => schedule.stop()));
      await Promise.all(watched.map(({ session }) => resign(session)));
      await following;
      await upkeep?.stop();
      await store.close();
    },
  };
}
