import { metrics, recorded } from '#contract';
import { proven, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M6: every control in scope has evidence that an auditor would take. */
export function evidence({ slos, owners, links }: Values): Chapter {
  const { target, least } = slos.m6;
  const { evidence: ratio, evidenceComplete, dataFresh } = recorded;
  const by = ['cluster', 'framework'] as const;
  return {
    slo: {
      id: 'm6-evidence',
      measure: 'M6',
      question: 'Could we prove our controls to an auditor today?',
      aim: `${least * 100} % of controls in scope with fresh evidence or an attestation in force`,
      target,
      form: 'slice',
      good: evidenceComplete,
      figure: { series: ratio, limit: least, bad: 'below', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-executive',
      burn: {
        alert: 'KspmEvidenceBudgetBurn',
        summary: 'The error budget of evidence coverage is burning too fast.',
      },
    },
    groups: [
      {
        name: 'plumbline-m6-evidence',
        interval: '1m',
        rules: [
          record(
            ratio,
            `${sumOnce(by, ['state'], metrics.evidenceControls, { state: 'fresh' })}
/
(${sumOnce(by, ['state'], metrics.evidenceControls)} > 0)`,
          ),
          record(evidenceComplete, proven(`${ratio.name} >= bool ${least}`, dataFresh.name)),
          {
            alert: 'KspmEvidenceCoverageIncomplete',
            expr: `${ratio.name} < ${least}`,
            for: '6h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm6-evidence',
            by,
            dashboard: 'plumbline-executive',
            summary: 'Controls in scope have no fresh evidence.',
            description: `In cluster {{ $labels.cluster }} {{ $value | humanizePercentage }} of the controls of {{ $labels.framework }} have fresh evidence; ${least * 100} % are agreed.`,
            annotations: {
              evidence_url: `${links.exporter}/api/v1/clusters/{{ $labels.cluster | urlquery }}/frameworks/{{ $labels.framework | urlquery }}`,
            },
          },
        ],
      },
    ],
  };
}
