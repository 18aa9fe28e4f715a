import { auditPolicy } from '../snippets/audit-policy.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const auditLoggingActive = flagCheck({
  id: 'audit-logging-active',
  title: 'Requests to the API server are not recorded',
  category: 'cluster',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['3.2.1'], nsa: ['audit-logging'], mitre: ['T1562'] },
  because:
    'After an intrusion nobody can tell what was read, changed or planted; a log without a policy is as empty as none.',
  remedy:
    'Set `--audit-policy-file`, and `--audit-log-path` or `--audit-webhook-config-file`; providers have a switch for it.',
  paste: auditPolicy,

  flags: ['audit-policy-file', 'audit-log-path', 'audit-webhook-config-file'],
  objects(flags) {
    if (flags.text('audit-policy-file') === undefined)
      return '--audit-policy-file is not set, so that nothing is recorded';
    return flags.text('audit-log-path') === undefined && flags.text('audit-webhook-config-file') === undefined
      ? '--audit-policy-file is set, but neither a log nor a webhook to record to'
      : undefined;
  },
  proof: {
    by: ({ audited }) => audited,
    missing: 'its metrics show no audit event, which may be recorded where they are not counted',
  },

  examples: {
    violating: {
      'there is no policy': { flags: { 'audit-policy-file': undefined } },
      'there is a policy, but nowhere to write': { flags: { 'audit-log-path': undefined } },
      'the API server says so itself': {
        seen: { flags: { 'audit-policy-file': '', 'audit-log-path': '/var/log/a.log' } },
      },
    },
    compliant: {
      'a policy and a log are set': {},
      'a webhook takes the events': {
        flags: { 'audit-log-path': undefined, 'audit-webhook-config-file': '/etc/kubernetes/audit-webhook.yaml' },
      },
      'a provider runs it, and metrics count events': {
        seen: { spec: { provider: 'gke', managed: true }, facts: { audited: true } },
      },
    },
  },
});
