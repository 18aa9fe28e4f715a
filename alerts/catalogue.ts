import { admission } from './conditions/admission.ts';
import { alerting } from './conditions/alerting.ts';
import { criticalFindings } from './conditions/critical-findings.ts';
import { data } from './conditions/data.ts';
import { exporter } from './conditions/exporter.ts';
import { overview } from './conditions/overview.ts';
import { isAlert, type AlertRule, type RuleGroup } from './rule.ts';
import { sloRules } from './slo-rules.ts';
import type { Chapter, Slo } from './slo.ts';
import { criticalPosture, fleetPosture } from './slos/m1-critical-posture.ts';
import { iac } from './slos/m10-iac.ts';
import { highFindings } from './slos/m2-high-findings.ts';
import { remediation } from './slos/m3-remediation.ts';
import { drift } from './slos/m4-drift.ts';
import { enforcement } from './slos/m5-enforcement.ts';
import { evidence } from './slos/m6-evidence.ts';
import { alertValidity } from './slos/m7-alert-validity.ts';
import { latency } from './slos/m8-latency.ts';
import { score } from './slos/m9-score.ts';
import type { Values } from './values.ts';

/** Everything that is generated: SLOs, and rule groups in the order of the file. */
export interface Catalogue {
  readonly slos: readonly Slo[];
  readonly groups: readonly RuleGroup[];
  readonly alerts: readonly AlertRule[];
}

/** What others record comes first, as far as it can. */
const chapters: readonly ((values: Values) => Chapter)[] = [
  criticalFindings,
  data,
  exporter,
  criticalPosture,
  fleetPosture,
  highFindings,
  remediation,
  drift,
  enforcement,
  evidence,
  alertValidity,
  latency,
  score,
  iac,
  overview,
  admission,
  alerting,
];

/** The catalogue for targets and thresholds. */
export function catalogueOf(values: Values): Catalogue {
  const written = chapters.map((chapter) => chapter(values));
  const slos = written.flatMap(({ slo }) => (slo === undefined ? [] : [slo]));
  const groups = [...written.flatMap(({ groups }) => groups), ...slos.flatMap(sloRules)];
  return { slos, groups, alerts: groups.flatMap(({ rules }) => rules.filter(isAlert)) };
}

/** Where the runbook of an alert lies, below this folder. */
export function runbookOf(alert: string): string {
  return `runbooks/${alert}.md`;
}
