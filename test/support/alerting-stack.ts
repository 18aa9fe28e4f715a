import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { secondsOf } from '../../alerts/duration.ts';
import { prometheusGroups, ruleFile, type PrometheusGroup, type PrometheusRule } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { startAlertReceivers, type AlertReceivers } from './alert-receivers.ts';
import { startAlertmanager, type Alertmanager, type KnownAlert } from './alertmanager.ts';
import type { ExporterProcess } from './exporter-process.ts';
import { startPrometheus, type Prometheus } from './prometheus.ts';

/** What PagerDuty is told of an incident. */
export interface PagerdutyEvent {
  readonly at: number;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly payload: {
    readonly summary: string;
    readonly component: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/** Our rules in a real Prometheus, our configuration in a real Alertmanager, and receivers that listen. */
export interface AlertingStack {
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  readonly receivers: AlertReceivers;
  /** Messages to PagerDuty, in order. */
  pages(): readonly PagerdutyEvent[];
  /** Alerts of which issues were opened in Jira, in order. */
  tickets(): readonly string[];
  /** Alerts of this name, as Alertmanager knows them. */
  alerts(name: string): Promise<readonly KnownAlert[]>;
  stop(): Promise<void>;
}

const folder = join(import.meta.dirname, '../../alerts');

/**
 * Starts all three on an exporter, which is the ledger as well. `timesFaster` divides how long anybody waits (scrapes,
 * intervals, `for`, waits of groups), all alike, so that what comes first still does; windows within expressions stay.
 */
export async function startAlertingStack(exporter: ExporterProcess, timesFaster = 1): Promise<AlertingStack> {
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-alerting-'));
  const receivers = await startAlertReceivers({ ledger: exporter.url });
  const valuesFile = join(dir, 'values.yaml');
  // Nothing in a test is older than minutes, and the change that it makes is small.
  const alerts = { findingVolume: { atLeast: 20, knownFor: '2m' } };
  writeFileSync(valuesFile, JSON.stringify({ links: { exporter: exporter.url }, alerts }));
  const values = loadValues(valuesFile);
  const groups = prometheusGroups(catalogueOf(values).groups, values.links);
  const rules = join(dir, 'rules.yaml');
  writeFileSync(rules, ruleFile(groups.map((group) => hurried(group, timesFaster))));
  const configuration = parse(readFileSync(join(folder, 'alertmanager.yaml'), 'utf8'), { merge: true }) as {
    readonly route: Route;
  };
  const alertmanager = await startAlertmanager(
    JSON.stringify(
      receivers.connected({
        ...configuration,
        templates: [join(folder, 'templates/*.tmpl')],
        route: hurriedRoute(configuration.route, timesFaster),
      }),
    ),
  );
  const [{ host }, { host: self }] = [new URL(exporter.url), new URL(exporter.selfUrl)];
  const { host: alertmanagerHost, pathname } = new URL(alertmanager.url);
  const job = (name: string, target: string) => ({ job_name: name, static_configs: [{ targets: [target] }] });
  const prometheus = await startPrometheus({
    targets: [],
    scrapeInterval: faster('30s', timesFaster),
    extraConfig: {
      scrape_configs: [job('plumbline', host), job('plumbline-self', self)],
      rule_files: [rules],
      alerting: { alertmanagers: [{ path_prefix: pathname, static_configs: [{ targets: [alertmanagerHost] }] }] },
    },
  });
  return {
    prometheus,
    alertmanager,
    receivers,
    pages: () =>
      receivers.received
        .filter(({ path }) => path === '/pagerduty')
        .map(({ at, body }) => ({ ...(body as Omit<PagerdutyEvent, 'at'>), at })),
    tickets: () =>
      receivers.received
        .filter(({ method, path }) => method === 'POST' && path.endsWith('/issue'))
        .map(({ body }) => {
          const { description } = (body as { readonly fields: { readonly description: string } }).fields;
          return /^Alert: (\w+)/.exec(description)?.[1] ?? description;
        }),
    alerts: async (name) => (await alertmanager.alerts()).filter(({ labels }) => labels['alertname'] === name),
    async stop() {
      await prometheus.stop();
      await alertmanager.stop();
      await receivers.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

interface Route {
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly routes?: readonly Route[];
}

function hurried({ name, interval, rules }: PrometheusGroup, times: number): PrometheusGroup {
  return {
    name,
    interval: faster(interval, times),
    rules: rules.map((rule): PrometheusRule => ({
      ...rule,
      ...(rule.for !== undefined && { for: faster(rule.for, times) }),
      ...(rule.keep_firing_for !== undefined && { keep_firing_for: faster(rule.keep_firing_for, times) }),
    })),
  };
}

/** How often is told again stays: nothing in a test lasts as long. */
function hurriedRoute(route: Route, times: number): Route {
  return {
    ...route,
    ...(route.group_wait !== undefined && { group_wait: faster(route.group_wait, times) }),
    ...(route.group_interval !== undefined && { group_interval: faster(route.group_interval, times) }),
    ...(route.routes !== undefined && { routes: route.routes.map((one) => hurriedRoute(one, times)) }),
  };
}

/** A duration divided, in whole milliseconds; none stays none. */
function faster(duration: string, times: number): string {
  const seconds = secondsOf(duration);
  return seconds === undefined || times === 1 ? duration : `${Math.ceil((seconds * 1000) / times)}ms`;
}
