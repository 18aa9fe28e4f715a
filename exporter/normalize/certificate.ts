import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../model/secret.ts';

/** More names than any real certificate lists; what comes after them decides nothing. */
const mostNames = 100;
/** Characters of PEM that are read: enough for a leaf, which stands first in a chain. */
const longestPem = 32_768;

/** The first certificate of a PEM text; undefined where none can be read. */
export function certificateIn(pem: string): CertificateFacts | undefined {
  const read = firstBlock(pem.slice(0, longestPem));
  if (read === undefined) return undefined;
  try {
    const certificate = new X509Certificate(read);
    return {
      notBefore: certificate.validFromDate.toISOString(),
      notAfter: certificate.validToDate.toISOString(),
      dnsNames: dnsNamesOf(certificate.subjectAltName ?? ''),
    };
  } catch {
    // Whatever anybody stored there: no certificate is an answer of its own.
    return undefined;
  }
}

function firstBlock(text: string): string | undefined {
  const start = text.indexOf('-----BEGIN CERTIFICATE-----');
  const last = '-----END CERTIFICATE-----';
  const end = start < 0 ? -1 : text.indexOf(last, start);
  return end < 0 ? undefined : text.slice(start, end + last.length);
}

/** Names as Node prints them, `DNS:a, DNS:b, IP Address:10.0.0.1`; names that it had to quote are no host names. */
function dnsNamesOf(names: string): string[] {
  const found: string[] = [];
  for (const [, name] of names.matchAll(/(?:^|, )DNS:([A-Za-z0-9*._-]{1,253})(?=, |$)/g)) {
    if (name !== undefined && found.length < mostNames) found.push(name);
  }
  return found;
}
