import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { addressRange, isPrivate } from '../subjects/address-range.ts';
import { service } from '../subjects/network.ts';
import { quoted } from '../text.ts';

/** Names that mean the caller itself, the metadata service of a cloud, or what is inside a cluster. */
const risky =
  /^(?:(?:.*\.)?localhost|(?:.*\.)?localdomain|metadata(?:\.google\.internal)?|instance-data(?:\..*)?|kubernetes(?:\.default)?(?:\.svc)?|.*\.svc(?:\.cluster\.local)?|.*\.cluster\.local|.*\.nip\.io|.*\.sslip\.io)$/;

export const svcExternalName = defineCheck({
  id: 'svc-external-name',
  title: 'Service is another name for something inside',
  category: 'exposure',
  optional: true,
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { microsoft: ['cluster-internal-networking'] },
  because:
    'Proxies and Ingress controllers connect to the name for whoever may create the Service: to themselves, to the metadata service, or to a Service of another namespace.',
  remedy: 'Name a host outside the cluster, or use a Service with a selector in the namespace that it is for.',
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: payments
      namespace: shop
    spec:
      type: ExternalName
      externalName: payments.example.com
  `,

  subject: service,
  fields: ['spec.externalName'],
  violatedBy({ spec }) {
    if (spec?.type !== 'ExternalName') return 'not_applicable';
    const name: unknown = spec.externalName;
    if (typeof name !== 'string') return false;
    const host = name.slice(0, 253).toLowerCase().replace(/\.$/, '');
    if (!risky.test(host) && !(addressRange(host) !== undefined && isPrivate(host))) return false;
    return { path: 'spec.externalName', message: `spec.externalName ${quoted(name)} leads inside` };
  },

  examples: {
    violating: {
      'it is the caller itself': { spec: { type: 'ExternalName', externalName: 'localhost' } },
      'it ends in a dot': { spec: { type: 'ExternalName', externalName: 'app.localhost.' } },
      'it is an address of the caller itself': { spec: { type: 'ExternalName', externalName: '127.0.0.53' } },
      'it is the metadata service': { spec: { type: 'ExternalName', externalName: '169.254.169.254' } },
      'it is the metadata service by its name': {
        spec: { type: 'ExternalName', externalName: 'metadata.google.internal' },
      },
      'it is a Service of another namespace': {
        spec: { type: 'ExternalName', externalName: 'vault.security.svc.cluster.local' },
      },
      'it is a name that stands for any address': { spec: { type: 'ExternalName', externalName: '10-0-0-1.nip.io' } },
    },
    compliant: {
      'it is a host outside': { spec: { type: 'ExternalName', externalName: 'db.example.com' } },
      'it only looks like the caller': { spec: { type: 'ExternalName', externalName: 'localhost.example.com' } },
      'it is null': { spec: { type: 'ExternalName', externalName: null } },
    },
    notApplicable: {
      'the type is another': { spec: { externalName: 'localhost' } },
    },
  },
});
