import { metrics, select } from '#contract';
import type { AlertCase } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';

const up = (job: string, instance = 'a') => `up{job="${job}",instance="${instance}"}`;
const onInstance = (series: string, instance = 'a') =>
  series.replace(/\}$|$/, `${series.endsWith('}') ? ',' : '{'}instance="${instance}"}`);
const tick = onInstance(select(metrics.heartbeat, { loop: 'tick' }));
const failed = select(metrics.storeErrors, { operation: 'apply' });
const reload = onInstance(metrics.configReloadSuccessful.name);
const leads = (instance: string) => onInstance(select(metrics.leader, { cluster: 'prod' }), instance);
const other = { 'up{job="other",instance="a"}': [{ is: 1, for: '1h' }] } as const;

/** Whether the exporter works. */
export const exporterCases: readonly AlertCase[] = [
  ...casesOf('KspmExporterDown', '1m', [
    { claim: 'is a ticket when Prometheus knows no exporter', series: other, at: '10m', fires: [{}] },
    {
      claim: 'is a ticket when none answers',
      series: { [up('plumbline')]: [{ is: 0, for: '1h' }], [up('plumbline-self')]: [{ is: 1, for: '1h' }] },
      at: '10m',
      fires: [{}],
    },
    {
      claim: 'is a ticket when none answers about itself',
      series: { [up('plumbline')]: [{ is: 1, for: '1h' }], [up('plumbline-self')]: [{ is: 0, for: '1h' }] },
      at: '10m',
      fires: [{}],
    },
    {
      claim: 'is a ticket when its own metrics are scraped nowhere',
      series: { [up('plumbline')]: [{ is: 1, for: '1h' }] },
      at: '10m',
      fires: [{}],
    },
    {
      claim: 'is silent while one replica answers',
      series: {
        [up('plumbline', 'a')]: [{ is: 0, for: '1h' }],
        [up('plumbline', 'b')]: [{ is: 1, for: '1h' }],
        [up('plumbline-self', 'b')]: [{ is: 1, for: '1h' }],
      },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is silent through a restart',
      series: {
        [up('plumbline')]: [
          { is: 1, for: '10m' },
          { is: 0, for: '5m' },
          { is: 1, for: '1h' },
        ],
        [up('plumbline-self')]: [
          { is: 1, for: '10m' },
          { is: 0, for: '5m' },
          { is: 1, for: '1h' },
        ],
      },
      at: '16m',
      fires: [],
    },
  ]),
  ...casesOf('KspmExporterTargetDown', '1m', [
    {
      claim: 'names the one that does not answer',
      series: { [up('plumbline', 'a')]: [{ is: 0, for: '1h' }], [up('plumbline', 'b')]: [{ is: 1, for: '1h' }] },
      at: '15m',
      fires: [{ labels: { job: 'plumbline', instance: 'a' } }],
    },
    {
      claim: 'is silent about a restart, and about targets of others',
      series: {
        [up('plumbline-self')]: [
          { is: 1, for: '5m' },
          { is: 0, for: '10m' },
          { is: 1, for: '1h' },
        ],
        [up('other')]: [{ is: 0, for: '1h' }],
      },
      at: '30m',
      fires: [],
    },
  ]),
  ...casesOf('KspmExporterLoopStuck', '1m', [
    {
      claim: 'is a ticket when a loop that should tick does not',
      series: {
        [tick]: [
          { is: 0, grows: 60, for: '10m' },
          { is: 540, for: '1h' },
        ],
      },
      at: '20m',
      fires: [{ labels: { instance: 'a', loop: 'tick' } }],
    },
    {
      claim: 'is silent while it ticks, and about cycles, which come when something changes',
      series: {
        [tick]: [{ is: 0, grows: 60, for: '2h' }],
        [onInstance(select(metrics.heartbeat, { loop: 'cycle' }))]: [{ is: 0, for: '2h' }],
      },
      at: '1h',
      fires: [],
    },
  ]),
  ...casesOf('KspmStoreFailing', '1m', [
    {
      claim: 'is a ticket for an operation that keeps failing',
      series: {
        [failed]: [
          { is: 0, for: '10m' },
          { is: 1, grows: 1, for: '1h' },
        ],
      },
      at: '25m',
      fires: [{ labels: { operation: 'apply' } }],
    },
    {
      claim: 'is silent about one failure',
      series: {
        [failed]: [
          { is: 0, for: '10m' },
          { is: 1, for: '1h' },
        ],
      },
      at: '25m',
      fires: [],
    },
  ]),
  ...casesOf('KspmConfigReloadFailed', '1m', [
    {
      claim: 'is a ticket for the one that failed',
      series: { [reload]: [{ is: 0, for: '1h' }] },
      at: '5m',
      fires: [{ labels: { instance: 'a' } }],
    },
    { claim: 'is silent when it succeeds', series: { [reload]: [{ is: 1, for: '1h' }] }, at: '30m', fires: [] },
  ]),
  ...casesOf('KspmLeaderMissing', '1m', [
    {
      claim: 'is a ticket when no replica leads',
      series: { [leads('a')]: [{ is: 0, for: '1h' }], [leads('b')]: [{ is: 0, for: '1h' }] },
      at: '10m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'is silent while one does, and while the lead moves',
      series: {
        [leads('a')]: [
          { is: 1, for: '20m' },
          { is: 0, for: '1h' },
        ],
        [leads('b')]: [
          { is: 0, for: '23m' },
          { is: 1, for: '1h' },
        ],
      },
      at: '25m',
      fires: [],
    },
  ]),
];
