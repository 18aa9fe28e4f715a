import { auditPolicy } from '../snippets/audit-policy.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuditLogPath = flagCheck({
  id: 'cp-api-audit-log-path',
  title: 'API server writes no audit log',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.16'], nsa: ['audit-logging'], mitre: ['T1562'] },
  because: 'Without a log of requests nobody can tell afterwards who read which Secret, or how an intruder came in.',
  remedy:
    'Set `--audit-log-path`, or send events out with `--audit-webhook-config-file`; both need `--audit-policy-file`.',
  paste: auditPolicy,

  flags: ['audit-log-path', 'audit-webhook-config-file'],
  wanted: {
    'audit-policy-file': '/etc/kubernetes/audit-policy.yaml',
    'audit-log-path': '/var/log/kubernetes/audit.log',
  },
  objects: (flags) =>
    flags.text('audit-log-path') === undefined && flags.text('audit-webhook-config-file') === undefined
      ? '--audit-log-path is not set, nor a webhook'
      : undefined,

  examples: {
    violating: {
      'neither log nor webhook is set': { flags: { 'audit-log-path': undefined } },
      'it is set to nothing': { flags: { 'audit-log-path': '' } },
    },
    compliant: {
      'there is a log': {},
      'a webhook takes the events': {
        flags: { 'audit-log-path': undefined, 'audit-webhook-config-file': '/etc/kubernetes/audit-webhook.yaml' },
      },
    },
  },
});
