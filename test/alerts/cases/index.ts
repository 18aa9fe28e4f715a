import type { AlertCase } from '../rule-case.ts';
import { admissionCases } from './admission.ts';
import { alertingCases } from './alerting.ts';
import { burnPairCases } from './burn-pairs.ts';
import { criticalFindingCases } from './critical-findings.ts';
import { dataEdgeCases } from './data-edges.ts';
import { dataCases } from './data.ts';
import { escalationCases } from './escalation.ts';
import { exporterCases } from './exporter.ts';
import { findingVolumeCases } from './finding-volume.ts';
import { figureTimingCases } from './figure-timing.ts';
import { postureCases } from './posture.ts';
import { postureRegressionCases } from './posture-regression.ts';
import { rateCases } from './rates.ts';
import { remediationCases } from './remediation.ts';
import { sloCases } from './slos.ts';
import { timingCases } from './timing.ts';

/** Every claim about alerts. A script that changes rules runs those of the alerts that it changed. */
export const alertCases: readonly AlertCase[] = [
  ...criticalFindingCases,
  ...escalationCases,
  ...postureCases,
  ...postureRegressionCases,
  ...sloCases,
  ...dataCases,
  ...dataEdgeCases,
  ...findingVolumeCases,
  ...exporterCases,
  ...admissionCases,
  ...alertingCases,
  ...remediationCases,
  ...rateCases,
  ...timingCases,
  ...figureTimingCases,
  ...burnPairCases,
];
