import { yaml } from '../paste.ts';
import { isSet } from '../subjects/field.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { whole } from '../subjects/whole.ts';

/** The parts of a CronJob or a Job around its pod template that checks read. */
interface JobFields {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly schedule?: string;
    readonly startingDeadlineSeconds?: number;
    readonly concurrencyPolicy?: string;
    readonly ttlSecondsAfterFinished?: number;
  };
}

const job = whole<JobFields>('Job or CronJob', ['Job', 'CronJob'], {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'report', namespace: 'shop' },
  spec: { schedule: '17 3 * * *', startingDeadlineSeconds: 300, concurrencyPolicy: 'Forbid' },
});

export const relJobHygiene = defineCheck({
  id: 'rel-job-hygiene',
  title: 'Job piles up when something goes wrong',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'Runs that take too long overlap, a schedule that was missed too often stops for good, and finished Jobs stay until they fill the store of the cluster.',
  remedy:
    'Set `startingDeadlineSeconds` and `concurrencyPolicy` of CronJobs, and `ttlSecondsAfterFinished` of Jobs that no CronJob makes.',
  paste: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: report
      namespace: shop
    spec:
      schedule: '15 3 * * *'
      startingDeadlineSeconds: 300
      concurrencyPolicy: Forbid
      successfulJobsHistoryLimit: 3
      failedJobsHistoryLimit: 3
      jobTemplate:
        spec:
          backoffLimit: 3
          activeDeadlineSeconds: 3600
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: report
                  image: registry.example/team/report:1.4.2
  `,

  subject: job,
  fields: ['spec.startingDeadlineSeconds', 'spec.concurrencyPolicy', 'spec.ttlSecondsAfterFinished'],
  violatedBy({ kind, spec }) {
    if (kind === 'Job')
      return !isSet(spec?.ttlSecondsAfterFinished) && [missing('ttlSecondsAfterFinished', 'is not set')];
    const { startingDeadlineSeconds, concurrencyPolicy } = spec ?? {};
    const overlaps = !concurrencyPolicy || concurrencyPolicy === 'Allow';
    if (isSet(startingDeadlineSeconds) && !overlaps) return false;
    const offences: Offence[] = [];
    if (!isSet(startingDeadlineSeconds)) offences.push(missing('startingDeadlineSeconds', 'is not set'));
    if (overlaps) offences.push(missing('concurrencyPolicy', 'lets runs overlap'));
    return offences;
  },

  examples: {
    violating: {
      'a CronJob has no deadline': { spec: { startingDeadlineSeconds: undefined } },
      'runs of a CronJob may overlap': { spec: { concurrencyPolicy: 'Allow' } },
      'that is the default': { spec: { concurrencyPolicy: undefined } },
      'nothing is said': { spec: { startingDeadlineSeconds: null, concurrencyPolicy: null } },
      'a Job stays for ever': { kind: 'Job' },
    },
    compliant: {
      'a CronJob has both': {},
      'a new run replaces the old one': { spec: { concurrencyPolicy: 'Replace' } },
      'a Job goes after a while': { kind: 'Job', spec: { ttlSecondsAfterFinished: 3600 } },
      'a Job goes at once': { kind: 'Job', spec: { ttlSecondsAfterFinished: 0 } },
    },
  },
});

function missing(field: string, says: string): Offence {
  return { path: `spec.${field}`, message: `${field} ${says}` };
}
