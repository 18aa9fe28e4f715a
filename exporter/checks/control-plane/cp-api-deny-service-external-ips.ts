import { mustEnable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiDenyServiceExternalIps = flagCheck({
  id: 'cp-api-deny-service-external-ips',
  title: 'Services may claim any external address',
  component: 'kube-apiserver',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['1.2.3'] },
  because:
    'Whoever may write a Service can put the address of something else into externalIPs and receive what pods send there (CVE-2020-8554).',
  remedy: 'Add DenyServiceExternalIPs to `--enable-admission-plugins`, or forbid the field with an admission policy.',

  flags: ['enable-admission-plugins'],
  wanted: { 'enable-admission-plugins': 'NodeRestriction,DenyServiceExternalIPs' },
  objects: mustEnable('DenyServiceExternalIPs'),

  examples: {
    violating: {
      'it is not among the plugins': { flags: { 'enable-admission-plugins': 'NodeRestriction' } },
      'no plugin is named, and it is off by default': { flags: { 'enable-admission-plugins': undefined } },
      'another name contains its name': { flags: { 'enable-admission-plugins': 'XDenyServiceExternalIPs' } },
    },
    compliant: {
      'it is among them': { flags: { 'enable-admission-plugins': 'NodeRestriction,DenyServiceExternalIPs' } },
      'the flag is given twice, which adds up': {
        command: [
          'kube-apiserver',
          '--enable-admission-plugins=DenyServiceExternalIPs',
          '--enable-admission-plugins=NodeRestriction',
        ],
      },
    },
  },
});
