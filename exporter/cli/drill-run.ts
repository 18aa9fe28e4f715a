import type { ApiAlert, ApiCluster, ApiDrill, ApiDrillRequest, ApiPage } from '../contract/api.ts';
import { metrics } from '../contract/metrics.ts';
import { drillCheck } from '../contract/vocabulary.ts';
import { lookInPrometheus, stagesOf, type DrilledPrometheus, type SeenInPrometheus } from './drill-prometheus.ts';
import { drillRemedies } from './drill-remedies.ts';

/** The running exporter as a drill speaks to it. */
export interface DrilledExporter {
  readonly open: (request: ApiDrillRequest) => Promise<ApiDrill>;
  readonly read: (id: string) => Promise<ApiDrill>;
  readonly close: (id: string) => Promise<ApiDrill>;
  /** What it serves at /metrics; undefined where it does not let us. */
  readonly metrics: () => Promise<string | undefined>;
  readonly cluster: (name: string) => Promise<ApiCluster>;
  /** The newest alert of whatever kind that the ledger ever heard of. */
  readonly newestAlert: () => Promise<ApiPage<ApiAlert>>;
}

export interface DrillPlan {
  readonly cluster: string;
  readonly owner?: string;
  readonly who: string;
  /** How soon the alert has to arrive; milliseconds. */
  readonly withinMs: number;
  /** How soon after closing it has to be resolved; undefined to not wait for it; milliseconds. */
  readonly resolvedWithinMs: number | undefined;
}

export interface DrillDeps {
  readonly exporter: DrilledExporter;
  /** Where the alert is looked for on its way; without it, what took long before it was received is not told apart. */
  readonly prometheus?: DrilledPrometheus;
  readonly print: (line: string) => void;
  /** Milliseconds of a clock that is never set. */
  readonly uptime: () => number;
  /** Rejects when the drill is broken off. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const minuteMs = 60_000;
const everyMs = 1_000;
/** A replica hears within this long of what another was told. */
const replicasMs = 35_000;

/**
 * Opens a marked finding, waits until its alert has gone all the way round to the ledger, closes it, and waits until the
 * alert is resolved. Resolves to whether both came in time; closes the drill whatever happens.
 */
export async function runDrill(plan: DrillPlan, deps: DrillDeps): Promise<boolean> {
  const { exporter, print, uptime } = deps;
  const { cluster, owner, who, withinMs } = plan;
  // Who cannot be asked is told of before anybody is called.
  await deps.prometheus?.hasSeries('before');
  const minutes = Math.ceil((withinMs + replicasMs) / minuteMs);
  const drill = await exporter.open({ cluster, who, minutes, ...(owner !== undefined && { owner }) });
  const start = uptime();
  const told = (milliseconds: number, what: string) => print(`${seconds(milliseconds).padStart(9)}  ${what}`);
  print(`Drill ${drill.id} in cluster ${cluster}: ${drill.owner} is called as for a new critical finding.`);
  told(0, `opened; closes by itself at ${drill.until}`);
  try {
    const arrival = await waitForArrival(drill, plan, deps, told);
    const closed = await exporter.close(drill.id);
    told(uptime() - start, 'closed');
    const { alert } = arrival;
    if (alert === undefined) {
      print(`FAIL  nothing arrived within ${seconds(withinMs)}. What to look at:`);
      const [standing, heard] = [await exporter.cluster(cluster), await exporter.newestAlert()];
      for (const line of drillRemedies(drill, { ...arrival, cluster: standing, newest: heard.items[0] })) print(line);
      return false;
    }
    const took = Date.parse(alert.receivedAt) - Date.parse(drill.from);
    const isInTime = took <= withinMs;
    const verdict = `${alert.alertname} arrived after ${seconds(took)}; agreed are ${seconds(withinMs)}`;
    const isResolved = await waitUntilResolved(drill, Date.parse(closed.until), plan, deps, told);
    print(`${isInTime ? 'PASS' : 'FAIL'}  ${verdict}`);
    const stages = stagesOf(arrival.seen ?? {}, took);
    if (stages.length > 0) print(`      ${stages.map((stage) => `${stage.what} ${seconds(stage.took)}`).join(', ')}`);
    const [longest] = stages.toSorted((one, other) => other.took - one.took);
    if (!isInTime)
      print(
        `      Look at ${longest?.remedy ?? 'scrape_interval, at the interval of the group plumbline-critical-findings, and at group_wait'}.`,
      );
    if (!isResolved)
      print(
        `FAIL  it was not resolved within ${seconds(plan.resolvedWithinMs ?? 0)} after closing: let the receiver of the ledger have send_resolved, and look at keep_firing_for of the rule.`,
      );
    return isInTime && isResolved;
  } catch (error) {
    // Whoever breaks off leaves nothing open that calls people.
    await exporter.close(drill.id);
    throw error;
  }
}

type Tell = (milliseconds: number, what: string) => void;

/** What is known when waiting ends. */
interface Arrival {
  readonly alert: ApiDrill['alert'];
  /** Whether /metrics showed it; undefined where we may not read that. */
  readonly isServed: boolean | undefined;
  /** What Prometheus showed; undefined where it is not looked at. */
  readonly seen: SeenInPrometheus | undefined;
}

async function waitForArrival(drill: ApiDrill, plan: DrillPlan, deps: DrillDeps, told: Tell): Promise<Arrival> {
  const { exporter, prometheus, uptime, sleep } = deps;
  const start = uptime();
  const tellNow = (what: string) => {
    const after = uptime() - start;
    told(after, what);
    return after;
  };
  const look = prometheus && lookInPrometheus(drill.id, prometheus, tellNow);
  let isServed: boolean | undefined = false;
  for (;;) {
    if (isServed === false) {
      const text = await exporter.metrics();
      isServed = text === undefined ? undefined : text.split('\n').some((line) => isSeriesOf(line, drill));
      if (isServed) told(uptime() - start, 'seen in /metrics');
      if (isServed === undefined) told(uptime() - start, '/metrics is not read: the token lacks metrics:read');
    }
    const seen = await look?.();
    const { alert } = await exporter.read(drill.id);
    if (alert !== undefined) {
      if (isServed === false) told(uptime() - start, 'not seen in /metrics here: another replica leads the cluster');
      if (seen?.firing === undefined)
        told(Date.parse(alert.startsAt) - Date.parse(drill.from), `${alert.alertname} fires in Prometheus`);
      if (seen !== undefined && seen.firing === undefined)
        tellNow('not seen in the Prometheus of --prometheus: another one evaluates the rules');
      told(Date.parse(alert.receivedAt) - Date.parse(drill.from), 'received by the ledger');
      return { alert, isServed, seen };
    }
    if (uptime() - start > plan.withinMs + replicasMs) return { alert, isServed, seen };
    await sleep(everyMs);
  }
}

async function waitUntilResolved(
  { id, from }: ApiDrill,
  closedAt: number,
  { resolvedWithinMs }: DrillPlan,
  { exporter, uptime, sleep }: DrillDeps,
  told: Tell,
): Promise<boolean> {
  if (resolvedWithinMs === undefined) return true;
  const start = uptime();
  while (uptime() - start <= resolvedWithinMs + replicasMs) {
    const { alert } = await exporter.read(id);
    if (alert?.endsAt !== undefined) {
      const after = Date.parse(alert.endsAt) - closedAt;
      told(Date.parse(alert.endsAt) - Date.parse(from), `resolved, ${seconds(after)} after closing`);
      return after <= resolvedWithinMs;
    }
    await sleep(everyMs);
  }
  return false;
}

function isSeriesOf(line: string, { id }: ApiDrill): boolean {
  const { name } = metrics.criticalFindingSince;
  return line.startsWith(`${name}{`) && line.includes(`check="${drillCheck}"`) && line.includes(`"${id}"`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
