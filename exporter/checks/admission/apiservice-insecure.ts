import { at } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { apiService } from '../subjects/admission.ts';
import { quoted } from '../text.ts';

const backend = (spec: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'metrics-server', namespace: 'kube-system' },
  spec,
});

export const apiserviceInsecure = defineCheck({
  id: 'apiservice-insecure',
  title: 'API is taken from a server that nobody verifies',
  category: 'admission',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['control-plane'], mitre: ['T1550.001'] },
  because:
    'The API server sends requests there with the names and groups of their callers. Whoever answers in place of the server reads them, invents answers, and can lead clients with their credentials elsewhere.',
  remedy:
    'Set `caBundle` to the authority of the server, with cert-manager for one, remove `insecureSkipTLSVerify`, and let the Service select pods rather than name a host.',
  paste: yaml`
    apiVersion: apiregistration.k8s.io/v1
    kind: APIService
    metadata:
      name: v1beta1.metrics.k8s.io
      annotations:
        # cert-manager fills in caBundle from the Secret of this Certificate.
        cert-manager.io/inject-ca-from: kube-system/metrics-server
    spec:
      group: metrics.k8s.io
      version: v1beta1
      groupPriorityMinimum: 100
      versionPriority: 100
      insecureSkipTLSVerify: false
      service:
        name: metrics-server
        namespace: kube-system
        port: 443
  `,

  subject: apiService,
  fields: ['spec.insecureSkipTLSVerify', 'spec.service'],
  reads: ['Service'],
  violatedBy({ spec }, world) {
    const { name, namespace } = spec?.service ?? {};
    // Without a Service the API server serves the group itself, and the other fields say nothing.
    if (typeof name !== 'string' || typeof namespace !== 'string') return 'not_applicable';
    let offences: Offence[] | undefined;
    if (spec?.insecureSkipTLSVerify === true) {
      const path = 'spec.insecureSkipTLSVerify';
      (offences ??= []).push({ path, message: `${path} is true` });
    }
    const service = world.find('Service', namespace, name);
    if (service !== undefined && at(service, 'spec', 'type') === 'ExternalName') {
      const host = quoted(at(service, 'spec', 'externalName'));
      const message = `spec.service leads out of the cluster, to ${host}`;
      (offences ??= []).push({ path: 'spec.service', message });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the certificate is not verified': { spec: { caBundle: undefined, insecureSkipTLSVerify: true } },
      'the Service names a host': given({}, backend({ type: 'ExternalName', externalName: 'metrics.vendor.example' })),
      both: given(
        { spec: { insecureSkipTLSVerify: true } },
        backend({ type: 'ExternalName', externalName: 'metrics.vendor.example' }),
      ),
    },
    compliant: {
      'the certificate is verified': {},
      'verification is not switched off': { spec: { insecureSkipTLSVerify: false } },
      'the switch is null': { spec: { insecureSkipTLSVerify: null } },
      'the roots of the system verify it': { spec: { caBundle: undefined } },
      'the Service selects pods': given({}, backend({ type: 'ClusterIP', selector: { app: 'metrics' } })),
    },
    notApplicable: {
      'the API server serves it itself': { spec: { service: undefined, caBundle: undefined } },
      'the Service is null': { spec: { service: null, insecureSkipTLSVerify: true } },
    },
  },
});
