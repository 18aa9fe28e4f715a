import { Unseen } from '../../model/world.ts';
import { flagCheck, mustBe } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiAnonymousAuth = flagCheck({
  id: 'cp-api-anonymous-auth',
  title: 'API server answers requests without credentials',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.1'], nsa: ['authentication'], mitre: ['T1078.001'] },
  because:
    'Whoever reaches the port is somebody: system:anonymous. From then on one careless binding is enough to hand them the cluster.',
  remedy:
    'Set `--anonymous-auth=false`, or allow health checks only with `anonymous.conditions` in an AuthenticationConfiguration.',

  flags: ['anonymous-auth', 'authentication-config'],
  objects: (flags, context) => {
    const said = mustBe('anonymous-auth', false, true)(flags, context);
    // Where everything is allowed anyway the server turns anonymous requests off by itself.
    if (said === undefined || flags.list('authorization-mode').includes('AlwaysAllow')) return undefined;
    const file = flags.text('authentication-config');
    if (file === undefined) return said;
    throw new Unseen(`who may stay anonymous stands in the file ${plain(file)}, which no API shows`);
  },

  examples: {
    violating: {
      'it is on': { flags: { 'anonymous-auth': 'true' } },
      'nothing is said, which means true': { flags: { 'anonymous-auth': undefined } },
      'the flag has no value, which means true': {
        command: ['kube-apiserver', '--authorization-mode=RBAC', '--anonymous-auth'],
      },
      'the last of two counts': {
        command: ['kube-apiserver', '--authorization-mode=RBAC', '--anonymous-auth=false', '--anonymous-auth=true'],
      },
      'the API server says so itself, where no pod shows it': {
        seen: { flags: { 'anonymous-auth': 'true', 'authorization-mode': '[Node,RBAC]' } },
      },
    },
    compliant: {
      'it is off': {},
      'it is off, written with an underscore': {
        command: ['/usr/local/bin/kube-apiserver', '--authorization-mode=RBAC', '--anonymous_auth=false'],
      },
      'a shell starts it': {
        command: [
          '/bin/sh',
          '-c',
          'exec kube-apiserver --authorization-mode=RBAC --anonymous-auth=false 2>&1 | tee -a /var/log/api.log',
        ],
      },
      'everything is allowed, so that the server turns it off': {
        flags: { 'anonymous-auth': undefined, 'authorization-mode': 'AlwaysAllow' },
      },
      'a file may say more, but the flag rules it out': {
        flags: { 'authentication-config': '/etc/kubernetes/authn.yaml' },
      },
      'the API server says so itself': { seen: { flags: { 'anonymous-auth': 'false' } } },
    },
    notApplicable: {
      'a provider runs the control plane': { seen: { spec: { provider: 'eks', managed: true } } },
    },
  },
});
