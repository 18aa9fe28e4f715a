import { stringify } from 'yaml';
import { type PrometheusGroup, type PrometheusRule, marked } from './rule-file.ts';
import type { Values } from './values.ts';

/** Tickets and signals without which silence of the pages means nothing. */
const besidePages: readonly string[] = ['KspmClusterHeartbeatMissing', 'KspmExporterDown', 'KspmWatchdog'];

/** Pages, and what tells that pages work, as Grafana provisions alert rules of its own from a file. */
export function grafanaRules(groups: readonly PrometheusGroup[], { datasource, folder }: Values['grafana']): string {
  return (
    marked +
    stringify(
      {
        apiVersion: 1,
        groups: groups.flatMap(({ name, interval, rules }) => {
          const own = rules.filter(isCritical);
          if (own.length === 0) return [];
          return [{ orgId: 1, name, folder, interval, rules: own.map((rule) => ruleOf(rule, datasource)) }];
        }),
      },
      { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false },
    )
  );
}

interface CriticalRule extends PrometheusRule {
  readonly alert: string;
}

function isCritical(rule: PrometheusRule): rule is CriticalRule {
  return rule.alert !== undefined && (rule.labels?.['notify'] === 'page' || besidePages.includes(rule.alert));
}

function ruleOf(rule: CriticalRule, datasource: string): object {
  return {
    // At most 40 characters, and the same after every change of the rule.
    uid: `plumbline-${rule.alert.replace(/^Kspm/, '').toLowerCase()}`.slice(0, 40),
    title: rule.alert,
    condition: 'C',
    data: [
      {
        refId: 'A',
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: datasource,
        model: { refId: 'A', expr: rule.expr, instant: true, range: false, intervalMs: 1000, maxDataPoints: 43200 },
      },
      {
        refId: 'C',
        relativeTimeRange: { from: 0, to: 0 },
        datasourceUid: '__expr__',
        // The rule compares already: whatever series it gives is one that fires, and its value may be 0.
        model: {
          refId: 'C',
          type: 'threshold',
          expression: 'A',
          conditions: [{ evaluator: { type: 'gt', params: [-1] } }],
          datasource: { type: '__expr__', uid: '__expr__' },
        },
      },
    ],
    ...(rule.for !== undefined && { for: rule.for }),
    ...(rule.keep_firing_for !== undefined && { keepFiringFor: rule.keep_firing_for }),
    // Nothing to show is the good case. A data source that fails ends no page and begins none; it ends the watchdog.
    noDataState: 'OK',
    execErrState: rule.alert === 'KspmWatchdog' ? 'OK' : 'KeepLast',
    labels: rule.labels,
    annotations: annotationsOf(rule),
  };
}

/** Grafana asks nothing in annotations: what would only say that nothing was found is left out. */
function annotationsOf({ annotations = {} }: PrometheusRule): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(annotations)
      .filter(([name, text]) => name === 'description' || !asks(text))
      .map(([name, text]) => [name, text.replaceAll(/\$value\b/g, '$values.A.Value')]),
  );
}

function asks(text: string): boolean {
  return /\| query\b|\bquery "/.test(text);
}
