import type { Manifest } from '../patch.ts';
import { defineCheck } from '../define.ts';
import { given, setTo } from '../patch.ts';
import { renewedCertificate } from '../snippets/certificate.ts';
import { expiring, warnDays } from '../subjects/expiry.ts';
import { whole } from '../subjects/whole.ts';

interface SecretFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly type?: string;
  readonly keys?: readonly string[];
  readonly certificate?: {
    readonly notBefore?: string;
    readonly notAfter?: string;
    readonly dnsNames?: readonly string[];
  };
}

/** As projection leaves it: no value, only what the certificate says of itself. */
const tlsSecret = whole<SecretFields>('TLS Secret', ['Secret'], {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'shop-tls', namespace: 'shop' },
  type: 'kubernetes.io/tls',
  keys: ['tls.crt', 'tls.key'],
  certificate: {
    notBefore: '2026-05-01T00:00:00.000Z',
    notAfter: '2026-07-30T00:00:00.000Z',
    dnsNames: ['shop.example'],
  },
});

/** cert-manager writes the name of the Certificate here. */
const managed = 'cert-manager.io/certificate-name';
const ofCertManager = { metadata: { annotations: { [managed]: 'shop' } } };
const managedCertificate: Manifest = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'shop', namespace: 'shop' },
};

export const tlsCertificateExpiry = defineCheck({
  id: 'tls-certificate-expiry',
  title: 'Certificate expires soon',
  category: 'ingress',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['encryption'] },
  because:
    'From that day on nobody can connect without a warning, and those who click it away are open to anybody in between.',
  remedy: 'Renew the certificate, and let cert-manager or the provider do it from now on.',
  paste: renewedCertificate,

  subject: tlsSecret,
  fields: ['certificate.notAfter'],
  reads: ['Certificate'],
  parameters: { warnDays },
  violatedBy({ metadata, certificate }, world, settings) {
    if (certificate === undefined || certificate === null) return 'not_applicable';
    const name = metadata.annotations?.[managed];
    // Its Certificate is judged in its place.
    if (name !== undefined && world.find('Certificate', metadata.namespace, name) !== undefined)
      return 'not_applicable';
    const says = expiring(certificate, world.today, settings.warnDays);
    return says === undefined ? false : { path: 'data.tls.crt', message: `the certificate ${says} (notAfter)` };
  },

  examples: {
    violating: {
      'it expires in a week': { certificate: { notAfter: '2026-06-22T00:00:00.000Z' } },
      'it has expired': { certificate: { notAfter: '2026-06-01T00:00:00.000Z' } },
      'it expires today': { certificate: { notAfter: '2026-06-15T18:00:00.000Z' } },
      'policy wants to know earlier': setTo(
        { warnDays: 60 },
        {
          certificate: { notBefore: '2025-08-01T00:00:00.000Z', notAfter: '2026-08-01T00:00:00.000Z' },
        },
      ),
      'it is in the last third of a short life': {
        certificate: { notBefore: '2026-06-09T00:00:00.000Z', notAfter: '2026-06-16T00:00:00.000Z' },
      },
      'the Certificate that it came from is gone': {
        ...ofCertManager,
        certificate: { notAfter: '2026-06-22T00:00:00.000Z' },
      },
    },
    compliant: {
      'it is valid for weeks': {},
      'it lives for a week and has just begun': {
        certificate: { notBefore: '2026-06-14T00:00:00.000Z', notAfter: '2026-06-21T00:00:00.000Z' },
      },
    },
    notApplicable: {
      'it holds no certificate that can be read': { certificate: undefined },
      'it is of another type': { type: 'Opaque', certificate: undefined },
      'cert-manager renews it': given(
        { ...ofCertManager, certificate: { notAfter: '2026-06-22T00:00:00.000Z' } },
        managedCertificate,
      ),
    },
  },
});
