import { auditLogMustKeep } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuditMaxsize = flagCheck({
  id: 'cp-api-audit-maxsize',
  title: 'Audit logs are rotated early',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.19'], nsa: ['audit-logging'] },
  because: 'Small files are rotated, and with them old entries dropped, the sooner the more is going on.',
  remedy: 'Set `--audit-log-maxsize=100` or more; up to 1.36 nothing is set by default.',

  flags: ['audit-log-maxsize', 'audit-log-path'],
  objects: auditLogMustKeep('audit-log-maxsize', 100),

  examples: {
    violating: {
      'it is less': { flags: { 'audit-log-maxsize': '99' } },
      'nothing is said, before releases had a default': {
        image: 'registry.k8s.io/kube-apiserver:v1.36.4',
        flags: { 'audit-log-maxsize': undefined },
      },
      'nothing is said, nor which release it is': { flags: { 'audit-log-maxsize': undefined } },
      'it is no number': { flags: { 'audit-log-maxsize': 'many' } },
      'it is zero': { flags: { 'audit-log-maxsize': '0' } },
    },
    compliant: {
      'it is just enough': { flags: { 'audit-log-maxsize': '100' } },
      'nothing is said, and the release has a default that is enough': {
        image: 'registry.k8s.io/kube-apiserver:v1.37.2',
        flags: { 'audit-log-maxsize': undefined },
      },
      'the API server says so itself': {
        seen: { flags: { 'audit-log-maxsize': '366', 'audit-log-path': '/var/log/audit.log' } },
      },
    },
    notApplicable: {
      'the log goes to standard output, which somebody else keeps': {
        flags: { 'audit-log-path': '-', 'audit-log-maxsize': undefined },
      },
      'only a webhook takes the events': {
        flags: { 'audit-log-path': undefined, 'audit-webhook-config-file': '/etc/kubernetes/audit-webhook.yaml' },
      },
    },
  },
});
