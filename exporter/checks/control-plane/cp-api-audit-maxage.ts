import { auditLogMustKeep } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuditMaxage = flagCheck({
  id: 'cp-api-audit-maxage',
  title: 'Audit logs are kept for less than a month',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.2.17'], nsa: ['audit-logging'] },
  because: 'Intrusions are noticed after weeks: by then the entries that show how it began are gone.',
  remedy: 'Set `--audit-log-maxage=30` or more; up to 1.36 nothing is set by default.',

  flags: ['audit-log-maxage', 'audit-log-path'],
  objects: auditLogMustKeep('audit-log-maxage', 30),

  examples: {
    violating: {
      'it is less': { flags: { 'audit-log-maxage': '29' } },
      'nothing is said, before releases had a default': {
        image: 'registry.k8s.io/kube-apiserver:v1.36.4',
        flags: { 'audit-log-maxage': undefined },
      },
      'nothing is said, nor which release it is': { flags: { 'audit-log-maxage': undefined } },
      'it is no number': { flags: { 'audit-log-maxage': 'many' } },
      'it is zero': { flags: { 'audit-log-maxage': '0' } },
    },
    compliant: {
      'it is just enough': { flags: { 'audit-log-maxage': '30' } },
      'nothing is said, and the release has a default that is enough': {
        image: 'registry.k8s.io/kube-apiserver:v1.37.2',
        flags: { 'audit-log-maxage': undefined },
      },
      'the API server says so itself': {
        seen: { flags: { 'audit-log-maxage': '366', 'audit-log-path': '/var/log/audit.log' } },
      },
    },
    notApplicable: {
      'the log goes to standard output, which somebody else keeps': {
        flags: { 'audit-log-path': '-', 'audit-log-maxage': undefined },
      },
      'only a webhook takes the events': {
        flags: { 'audit-log-path': undefined, 'audit-webhook-config-file': '/etc/kubernetes/audit-webhook.yaml' },
      },
    },
  },
});
