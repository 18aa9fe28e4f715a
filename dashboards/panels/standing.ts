import { recorded, select } from '#contract';
import { inApp, toDashboard } from '../app-links.ts';
import { noReport } from './absent.ts';
import { aggregated, grown, ofCluster, sentence, told, toldBySign } from './expressions.ts';
import type { StatPanel } from './panel.ts';

const critical = { ...ofCluster, severity: 'critical' } as const;
const expected = aggregated('count', [], recorded.expected, ofCluster);
/** Of clusters that should be there: another that reports is not one of them. */
const verdicts = `${select(recorded.clusterClean, ofCluster)} and on (cluster) ${select(recorded.expected, ofCluster)}`;

/** How we stand, in one sentence. */
export const standing: StatPanel = {
  kind: 'stat',
  id: 'standing',
  title: 'How we stand',
  description:
    'A cluster is clean when nothing of the critical-posture set is open, its data is fresh and everything was looked at. ' +
    'A cluster that says nothing is not known, which is not clean. Overdue is what is open longer than agreed.',
  queries: [
    {
      expr: sentence(
        '$1 of $2 clusters are clean, $3 are not known. $4 critical findings are open, $5 of them longer than agreed.',
        [
          ['clean', told('clean', `sum(${verdicts})`, '0')],
          ['expected', told('expected', expected)],
          ['unknown', told('unknown', `${expected} - count(${verdicts})`, 'all')],
          [
            'critical',
            told('critical', aggregated('sum', [], recorded.openFindings, critical), 'an unknown number of'),
          ],
          ['overdue', told('overdue', aggregated('sum', [], recorded.overdueFindings, critical), 'an unknown number')],
        ],
      ),
      instant: true,
    },
  ],
  unit: 'string',
  text: 'sentence',
  colour: 'none',
  absent: noReport,
  links: [inApp('Overview in the app', 'overview'), toDashboard('What is open now', 'onCall')],
};

const scoreMoved = `round(100 * ${aggregated('avg', [], recorded.scoreDelta, ofCluster)}, 0.1)`;

/** What changed this week, in one sentence. */
export const changedThisWeek: StatPanel = {
  kind: 'stat',
  id: 'changed-this-week',
  title: 'What changed this week',
  description:
    'Critical findings that began or were fixed in seven days (what was there before Plumbline, deleted or waived is neither), ' +
    'how the mean score moved in points of 100, and changes made past GitOps. Scores are compared over the same checks only.',
  queries: [
    {
      expr: sentence(
        'In seven days $1 critical findings began and $2 were fixed, the score $3, and $4 changes went past GitOps.',
        [
          ['opened', told('opened', `sum(${grown(recorded.newCriticalsTotal, '7d', ofCluster)})`)],
          ['fixed', told('fixed', `sum(${grown(recorded.fixedCriticalsTotal, '7d', ofCluster)})`, 'an unknown number')],
          [
            'score',
            toldBySign('score', scoreMoved, {
              up: 'rose by $1 points',
              same: 'held',
              down: 'fell by $1 points',
              otherwise: 'is not comparable to a week ago',
            }),
          ],
          [
            'drift',
            told('drift', `round(${aggregated('sum', [], recorded.driftWeek, ofCluster)})`, 'an unknown number of'),
          ],
        ],
      ),
      instant: true,
    },
  ],
  unit: 'string',
  text: 'sentence',
  colour: 'none',
  absent: noReport,
  links: [toDashboard('All changes', 'changes')],
};

/** How many clusters report, among those that should. */
export const reporting: StatPanel = {
  kind: 'stat',
  id: 'clusters-reporting',
  title: 'Clusters with fresh data',
  description:
    'Clusters whose API answered lately, beside those that configuration or the fleet inventory names. ' +
    'What the others look like is not known: stale good figures do not count as good.',
  queries: [
    { expr: `count(${select(recorded.dataFresh, ofCluster)} == 1)`, legend: 'fresh', instant: true },
    { expr: expected, legend: 'expected', instant: true },
  ],
  unit: 'short',
  named: true,
  colour: 'none',
  absent: noReport,
  links: [toDashboard('Exporter', 'exporter')],
};

/** How old the oldest data is. */
export const oldestData: StatPanel = {
  kind: 'stat',
  id: 'oldest-data',
  title: 'Oldest data',
  description:
    'Time since the API of the cluster that answered longest ago last answered. Figures beside it are as old as this.',
  queries: [{ expr: aggregated('max', [], recorded.dataAge, ofCluster), instant: true }],
  unit: 's',
  colour: 'value',
  steps: [
    { from: 0, colour: 'green' },
    { from: 900, colour: 'red' },
  ],
  absent: noReport,
  links: [toDashboard('Exporter', 'exporter')],
};
