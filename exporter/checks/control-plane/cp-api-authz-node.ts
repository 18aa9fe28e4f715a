import { given } from '../patch.ts';
import { authorizersOf } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiAuthzNode = flagCheck({
  id: 'cp-api-authz-node',
  title: 'Kubelets are not confined to their own node',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.7'], nsa: ['authorization'] },
  because: 'Without the Node authorizer the credentials of one kubelet read Secrets and change pods of every node.',
  remedy: 'Set `--authorization-mode=Node,RBAC`, or name both in the AuthorizationConfiguration.',

  flags: ['authorization-mode', 'authorization-config'],
  objects: (flags, { world }) =>
    authorizersOf(flags, 'Node', world).includes('Node') ? undefined : '--authorization-mode lacks Node',

  examples: {
    violating: {
      'it is missing': { flags: { 'authorization-mode': 'RBAC' } },
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
