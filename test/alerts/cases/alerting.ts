import { metrics, recorded, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';

const window = select(metrics.deployWindowActive, { cluster: 'prod', change_id: 'CHG-1' });
const inWindow = [{ labels: { cluster: 'prod', change_id: 'CHG-1' } }];

function firing(count: number, of: { readonly notify?: string; readonly product?: string; readonly state?: string }) {
  const { notify = 'ticket', product = 'plumbline', state = 'firing' } = of;
  return Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, readonly Span[]] => [
      `ALERTS{alertname="A",alertstate="${state}",product="${product}",notify="${notify}",cluster="prod",signature="${index}"}`,
      [{ is: 1, for: '1h' }],
    ]),
  );
}

const remaining = (slo: string) =>
  `${recorded.sloBudgetRemaining.name}{sloth_service="plumbline",sloth_slo="${slo}",cluster="prod"}`;

/** Alerts about alerting. */
export const alertingCases: readonly AlertCase[] = [
  ...casesOf('KspmWatchdog', '1m', [{ claim: 'fires whatever there is', series: {}, at: '1m', fires: [{}] }]),
  ...casesOf('KspmDeployWindowActive', '1m', [
    {
      claim: 'fires at once, for each window',
      series: { [window]: [{ is: 1, for: '1h' }] },
      at: '1m',
      fires: inWindow,
    },
    {
      claim: 'ends with the window',
      series: { [window]: [{ is: 1, for: '1h' }, { gone: '1h' }] },
      at: '1h 1m',
      fires: [],
    },
  ]),
  ...casesOf('KspmDeployWindowTooLong', '10m', [
    { claim: 'is a ticket after four hours', series: { [window]: [{ is: 1, for: '6h' }] }, at: '4h', fires: inWindow },
    { claim: 'is silent before', series: { [window]: [{ is: 1, for: '6h' }] }, at: '3h 50m', fires: [] },
  ]),
  ...casesOf('KspmAlertStorm', '1m', [
    {
      claim: 'is a ticket beyond twenty alerts of a cluster',
      series: firing(21, {}),
      at: '2m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'counts pages too',
      series: { ...firing(12, {}), ...firing(12, { notify: 'page' }) },
      at: '2m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'is silent at twenty, whether or not it has fired before',
      series: {
        ...firing(20, {}),
        'ALERTS{alertname="KspmAlertStorm",alertstate="firing",product="plumbline",notify="ticket",cluster="prod"}': [
          { is: 1, for: '1h' },
        ],
      },
      at: '10m',
      fires: [],
    },
    {
      claim: 'is silent about those of no cluster',
      series: Object.fromEntries(
        Object.entries(firing(30, {})).map(([series, spans]) => [series.replace('cluster="prod",', ''), spans]),
      ),
      at: '10m',
      fires: [],
    },
    {
      claim: 'is silent about those of others, pending ones, and those that reach nobody',
      series: {
        ...firing(50, { product: 'other' }),
        ...firing(50, { state: 'pending' }),
        ...firing(50, { notify: 'none' }),
      },
      at: '10m',
      fires: [],
    },
  ]),
  ...casesOf('KspmErrorBudgetExhausted', '5m', [
    {
      claim: 'is a ticket under the name of the SLO',
      series: {
        [remaining('m2-high-findings')]: [{ is: -0.5, for: '1h' }],
        [remaining('m8-latency')]: [{ is: 0.1, for: '1h' }],
        // Sloth's names are everybody's.
        [remaining('checkout').replace('"plumbline"', '"shop"')]: [{ is: -0.5, for: '1h' }],
      },
      at: '15m',
      fires: [
        {
          labels: {
            cluster: 'prod',
            slo: 'm2-high-findings',
            sloth_slo: 'm2-high-findings',
            sloth_service: 'plumbline',
          },
        },
      ],
    },
    {
      claim: 'is silent while some is left',
      series: { [remaining('m8-latency')]: [{ is: 0.01, for: '1h' }] },
      at: '30m',
      fires: [],
    },
    { claim: 'is silent about an SLO that is not known yet', series: {}, at: '30m', fires: [] },
  ]),
];
