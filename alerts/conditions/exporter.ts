import { metrics } from '#contract';
import { foreign } from '../foreign.ts';
import { once } from '../promql.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** Whether the exporter itself works: without it silence means nothing (F2). */
export function exporter({ scrape, owners }: Values): Chapter {
  const common = {
    owner: owners.exporter,
    dashboard: 'plumbline-exporter',
    severity: 'warning',
    notify: 'ticket',
  } as const;
  const up = (job: string) => `${foreign.up.name}{job=~"${job.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"}`;
  const jobs = `(${scrape.postureJob})|(${scrape.selfJob})`;
  return {
    groups: [
      {
        name: 'plumbline-exporter',
        interval: '1m',
        rules: [
          {
            ...common,
            alert: 'KspmExporterDown',
            expr: `absent(${up(scrape.postureJob)} == 1)\nor\nabsent(${up(scrape.selfJob)} == 1)`,
            for: '10m',
            severity: 'critical',
            by: [],
            summary: 'No exporter answers.',
            description:
              'Prometheus reaches no exporter, or one of its two listeners nowhere. Nothing new is seen in any cluster: no page means nothing until this is over.',
          },
          {
            ...common,
            alert: 'KspmExporterTargetDown',
            expr: `max by (job, instance) (${up(jobs)}) == 0`,
            for: '15m',
            by: ['job', 'instance'],
            summary: 'One exporter does not answer.',
            description:
              'Prometheus cannot reach {{ $labels.instance }} ({{ $labels.job }}). Other replicas go on; an agent is alone for its cluster.',
          },
          {
            ...common,
            alert: 'KspmExporterLoopStuck',
            expr: `time() - max by (instance, loop) (${metrics.heartbeat.name}{loop="tick"}) > 300`,
            for: '5m',
            by: ['instance', 'loop'],
            summary: 'A loop of the exporter has stopped.',
            description:
              'The loop {{ $labels.loop }} of {{ $labels.instance }} went round {{ $value | humanizeDuration }} ago last. What it serves may be old although it answers.',
          },
          {
            ...common,
            alert: 'KspmStoreFailing',
            expr: `sum by (operation) (increase(${metrics.storeErrors.name}[10m])) > 0`,
            for: '10m',
            by: ['operation'],
            summary: 'Findings cannot be stored.',
            description:
              'The store failed {{ printf "%.0f" $value }} times to {{ $labels.operation }} within ten minutes. Present findings are served; counters and ages are absent, and new critical findings may not page.',
          },
          {
            ...common,
            alert: 'KspmConfigReloadFailed',
            expr: `min by (instance) (${metrics.configReloadSuccessful.name}) == 0`,
            for: '5m',
            by: ['instance'],
            summary: 'The exporter runs on an old configuration.',
            description: '{{ $labels.instance }} could not read its configuration and goes on with the last good one.',
          },
          {
            ...common,
            alert: 'KspmLeaderMissing',
            expr: `${once(['cluster'], metrics.leader)} == 0`,
            for: '10m',
            by: ['cluster'],
            summary: 'No replica leads a cluster.',
            description:
              'No replica of the exporter leads cluster {{ $labels.cluster }}, so nobody publishes or stores its findings.',
          },
        ],
      },
    ],
  };
}
