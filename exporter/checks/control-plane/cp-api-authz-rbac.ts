import { given } from '../patch.ts';
import { authorizersOf } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuthzRbac = flagCheck({
  id: 'cp-api-authz-rbac',
  title: 'API server does not decide by roles',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.8'], nsa: ['authorization'] },
  because: 'Without RBAC no role and no binding counts, and rights stand in files or programs that nobody reviews.',
  remedy: 'Set `--authorization-mode=Node,RBAC`, or name both in the AuthorizationConfiguration.',

  flags: ['authorization-mode', 'authorization-config'],
  objects: (flags, { world }) =>
    authorizersOf(flags, 'RBAC', world).includes('RBAC') ? undefined : '--authorization-mode lacks RBAC',

  examples: {
    violating: {
      'it is missing': { flags: { 'authorization-mode': 'Node' } },
      'nothing is said, which means AlwaysAllow': { flags: { 'authorization-mode': undefined } },
    },
    compliant: {
      'it is among the modes': {},
      'a file names the authorizers, and metrics show this one at work': given(
        { flags: { 'authorization-mode': undefined, 'authorization-config': '/etc/kubernetes/authz.yaml' } },
        {
          apiVersion: 'observed.plumbline/v1',
          kind: 'ControlPlane',
          metadata: { name: 'control-plane' },
          facts: { authorizers: ['Node', 'RBAC'] },
        },
      ),
    },
  },
});
