import { yaml } from '../paste.ts';
import { mustEnable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiEventRateLimit = flagCheck({
  id: 'cp-api-event-rate-limit',
  title: 'Nothing limits floods of events',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.2.9'], nsa: ['admission-control'] },
  because: 'A broken or hostile workload can fill etcd with events and push out those that would have told of it.',
  remedy: 'Add EventRateLimit to `--enable-admission-plugins`, with limits in an AdmissionConfiguration.',
  paste: yaml`
    # /etc/kubernetes/admission.yaml, as --admission-control-config-file names it.
    apiVersion: apiserver.config.k8s.io/v1
    kind: AdmissionConfiguration
    plugins:
      - name: EventRateLimit
        configuration:
          apiVersion: eventratelimit.admission.k8s.io/v1alpha1
          kind: Configuration
          limits:
            - type: Namespace
              qps: 50
              burst: 100
              cacheSize: 2000
            - type: User
              qps: 10
              burst: 50
  `,

  flags: ['enable-admission-plugins'],
  wanted: {
    'enable-admission-plugins': 'NodeRestriction,EventRateLimit',
    'admission-control-config-file': '/etc/kubernetes/admission.yaml',
  },
  objects: mustEnable('EventRateLimit'),

  examples: {
    violating: {
      'it is not among the plugins': { flags: { 'enable-admission-plugins': 'NodeRestriction' } },
      'no plugin is named, and it is off by default': { flags: { 'enable-admission-plugins': undefined } },
    },
    compliant: {
      'it is among them': {},
      'the old flag names it': { command: ['kube-apiserver', '--admission-control=EventRateLimit'] },
    },
  },
});
