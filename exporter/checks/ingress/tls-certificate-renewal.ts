import { defineCheck } from '../define.ts';
import { setTo } from '../patch.ts';
import { renewedCertificate } from '../snippets/certificate.ts';
import { expiring, warnDays } from '../subjects/expiry.ts';
import { isSet } from '../subjects/field.ts';
import { whole } from '../subjects/whole.ts';

const certificate = whole<{
  readonly status?: { readonly notBefore?: string; readonly notAfter?: string };
}>('certificate', ['Certificate'], {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: { secretName: 'shop-tls', dnsNames: ['shop.example'] },
  status: { notBefore: '2026-05-01T00:00:00Z', notAfter: '2026-07-30T00:00:00Z' },
});

export const tlsCertificateRenewal = defineCheck({
  id: 'tls-certificate-renewal',
  title: 'Certificate is not renewed in time',
  category: 'ingress',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['encryption'] },
  because:
    'The certificate should have been renewed long before, so that something stands in the way of cert-manager; once the certificate expires nobody can connect without a warning.',
  remedy:
    'Read what the Certificate, its CertificateRequest and its Order say: `cmctl status certificate` shows them together.',
  paste: renewedCertificate,

  subject: certificate,
  fields: ['status.notAfter'],
  parameters: { warnDays },
  violatedBy({ status }, world, settings) {
    if (!isSet(status?.notAfter)) return 'not_applicable';
    const says = expiring(status, world.today, settings.warnDays);
    return says === undefined
      ? false
      : { path: 'status.notAfter', message: `the certificate ${says} and is not renewed` };
  },

  examples: {
    violating: {
      'it expires in a week': { status: { notAfter: '2026-06-22T00:00:00Z' } },
      'it has expired': { status: { notAfter: '2026-06-01T00:00:00Z' } },
      'policy wants to know earlier': setTo(
        { warnDays: 30 },
        {
          status: { notBefore: '2026-04-01T00:00:00Z', notAfter: '2026-07-10T00:00:00Z' },
        },
      ),
      'it is in the last third of a short life': {
        status: { notBefore: '2026-06-09T00:00:00Z', notAfter: '2026-06-16T00:00:00Z' },
      },
    },
    compliant: {
      'it is valid for weeks': {},
      'it lives for a day and has just begun': {
        status: { notBefore: '2026-06-15T00:00:00Z', notAfter: '2026-06-16T00:00:00Z' },
      },
    },
    notApplicable: {
      'it was never issued': { status: undefined },
      'the end is null': { status: { notAfter: null } },
    },
  },
});
