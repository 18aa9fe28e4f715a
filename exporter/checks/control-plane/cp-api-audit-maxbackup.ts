import { auditLogMustKeep } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuditMaxbackup = flagCheck({
  id: 'cp-api-audit-maxbackup',
  title: 'Few rotated audit logs are kept',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.18'], nsa: ['audit-logging'] },
  because: 'A burst of requests rotates the log often enough to push out what happened before it.',
  remedy: 'Set `--audit-log-maxbackup=10` or more; up to 1.36 nothing is set by default.',

  flags: ['audit-log-maxbackup', 'audit-log-path'],
  objects: auditLogMustKeep('audit-log-maxbackup', 10),

  examples: {
    violating: {
      'it is less': { flags: { 'audit-log-maxbackup': '9' } },
      'nothing is said, before releases had a default': {
        image: 'registry.k8s.io/kube-apiserver:v1.36.4',
        flags: { 'audit-log-maxbackup': undefined },
      },
      'nothing is said, nor which release it is': { flags: { 'audit-log-maxbackup': undefined } },
      'it is no number': { flags: { 'audit-log-maxbackup': 'many' } },
      'it is zero': { flags: { 'audit-log-maxbackup': '0' } },
    },
    compliant: {
      'it is just enough': { flags: { 'audit-log-maxbackup': '10' } },
      'nothing is said, and the release has a default that is enough': {
        image: 'registry.k8s.io/kube-apiserver:v1.37.2',
        flags: { 'audit-log-maxbackup': undefined },
      },
      'the API server says so itself': {
        seen: { flags: { 'audit-log-maxbackup': '366', 'audit-log-path': '/var/log/audit.log' } },
      },
    },
    notApplicable: {
      'the log goes to standard output, which somebody else keeps': {
        flags: { 'audit-log-path': '-', 'audit-log-maxbackup': undefined },
      },
      'only a webhook takes the events': {
        flags: { 'audit-log-path': undefined, 'audit-webhook-config-file': '/etc/kubernetes/audit-webhook.yaml' },
      },
    },
  },
});
