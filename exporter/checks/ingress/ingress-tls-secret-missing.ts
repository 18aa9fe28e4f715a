import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { entries } from '../subjects/field.ts';
import { ingress } from '../subjects/network.ts';
import { quoted } from '../text.ts';

const withTls = { spec: { tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }] } };
const secret = (fields: object, metadata: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'shop-tls', namespace: 'shop', ...metadata },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': 'LQ==', 'tls.key': 'LQ==' },
  ...fields,
});

export const ingressTlsSecretMissing = defineCheck({
  id: 'ingress-tls-secret-missing',
  title: 'Certificate of an Ingress does not exist',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'The controller falls back to a certificate that it made up or to clear text: people see a warning and go on, and nobody can tell who they are talking to.',
  remedy:
    'Create the Secret with `tls.crt` and `tls.key`, or correct its name; with cert-manager, look at what the Certificate says.',
  paste: yaml`
    # cert-manager makes the Secret that the Ingress names, and renews it.
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata:
      name: shop-tls
      namespace: shop
    spec:
      secretName: shop-tls
      dnsNames: [shop.example]
      privateKey:
        rotationPolicy: Always
      issuerRef:
        kind: ClusterIssuer
        name: letsencrypt
  `,

  subject: ingress,
  fields: ['spec.tls'],
  reads: ['Secret'],
  violatedBy({ spec, metadata: { namespace } }, world) {
    let offences: Offence[] | undefined;
    let names = false;
    entries(spec?.tls).forEach((entry, index) => {
      const name: unknown = entry?.secretName;
      // A slash is how some controllers name a Secret of another namespace.
      if (typeof name !== 'string' || name === '' || name.includes('/')) return;
      names = true;
      const found = world.find('Secret', namespace, name);
      const keys = found?.['keys'];
      const holds = Array.isArray(keys) && keys.includes('tls.crt') && keys.includes('tls.key');
      if (holds || offences?.some(({ part }) => part === `secrets/${name}`)) return;
      const says = found === undefined ? 'does not exist' : 'holds no certificate with its key';
      const message = `Secret ${quoted(name)} of spec.tls ${says}`;
      (offences ??= []).push({ path: `spec.tls[${index}].secretName`, part: `secrets/${name}`, message });
    });
    return names ? (offences ?? false) : 'not_applicable';
  },

  examples: {
    violating: {
      'it does not exist': withTls,
      'it is in another namespace': given(withTls, secret({}, { namespace: 'edge' })),
      'it is empty': given(withTls, secret({ type: 'Opaque', data: undefined })),
      'it has no key': given(withTls, secret({ type: 'Opaque', data: { 'tls.crt': 'LQ==' } })),
    },
    compliant: {
      'it is there': given(withTls, secret({})),
      'its type is another and its entries are right': given(withTls, secret({ type: 'Opaque' })),
    },
    notApplicable: {
      'no Secret is named': { spec: { tls: [{ hosts: ['shop.example'] }] } },
      'there is no TLS': { spec: { tls: undefined } },
      'the controller keeps it in another namespace': { spec: { tls: [{ secretName: 'edge/wildcard' }] } },
    },
  },
});
