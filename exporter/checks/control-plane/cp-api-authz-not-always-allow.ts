import { authorizersOf } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiAuthzNotAlwaysAllow = flagCheck({
  id: 'cp-api-authz-not-always-allow',
  title: 'API server allows every request',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.6'], nsa: ['authorization'], mitre: ['T1078'] },
  because: 'With AlwaysAllow whoever can sign in at all is an administrator: every service account, every node.',
  remedy: 'Set `--authorization-mode=Node,RBAC`.',

  flags: ['authorization-mode', 'authorization-config'],
  objects: (flags, { world }) => {
    if (!authorizersOf(flags, 'AlwaysAllow', world).includes('AlwaysAllow')) return undefined;
    const file = flags.text('authorization-config');
    if (file !== undefined) return `--authorization-config is ${plain(file)}, and metrics show AlwaysAllow at work`;
    return flags.text('authorization-mode') === undefined
      ? '--authorization-mode is not set, which means AlwaysAllow'
      : '--authorization-mode has AlwaysAllow';
  },

  examples: {
    violating: {
      'a file names the authorizers, and metrics show it at work': {
        seen: {
          flags: { 'authorization-config': '/etc/kubernetes/authz.yaml' },
          facts: { authorizers: ['AlwaysAllow'] },
        },
      },
      'it is among the modes': { flags: { 'authorization-mode': 'RBAC,AlwaysAllow' } },
      'nothing is said, which means AlwaysAllow': { flags: { 'authorization-mode': undefined } },
    },
    compliant: {
      'a file names the authorizers, and metrics show roles at work': {
        seen: {
          flags: { 'authorization-config': '/etc/kubernetes/authz.yaml' },
          facts: { authorizers: ['Node', 'RBAC'] },
        },
      },
      'nodes and roles decide': {},
      'the API server says so itself': { seen: { flags: { 'authorization-mode': '[Node,RBAC]' } } },
    },
  },
});
