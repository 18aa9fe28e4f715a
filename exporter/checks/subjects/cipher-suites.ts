import { words } from '../parameters.ts';
import { strings } from './field.ts';

/** Suites that the CIS benchmarks accept, under both spellings that Kubernetes takes, and those of TLS 1.3. */
export const strongCipherSuites = words(
  [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_RSA_WITH_AES_256_GCM_SHA384',
  ],
  'Cipher suites that may be offered.',
);

/**
 * What is wrong with the suites that a server offers, or undefined. Without a list Go offers suites in CBC mode, unless
 * TLS 1.3 is the least, whose suites are fixed and sound.
 */
export function weakSuites(
  suites: readonly string[] | null | undefined,
  minVersion: string | null | undefined,
  strong: readonly string[],
): string | undefined {
  if (minVersion === 'VersionTLS13') return undefined;
  const named = strings(suites);
  if (named.length === 0) return 'no list is set, so that suites in CBC mode are offered below TLS 1.3';
  const weak = named.filter((suite) => !strong.includes(suite));
  return weak.length === 0 ? undefined : `weak cipher suites are offered: ${weak.slice(0, 5).join(', ')}`;
}
