import type { KubeObject } from './object.ts';

/** What is read of a certificate: it is public, unlike all else in a Secret. */
export interface CertificateFacts {
  /** RFC 3339. */
  readonly notBefore: string;
  /** RFC 3339. */
  readonly notAfter: string;
  readonly dnsNames: readonly string[];
}

/** A Secret after projection: no value of it is left, only what kind of thing it holds. */
export interface SecretObject extends KubeObject {
  /** `Opaque` where the manifest names none, as the API server fills in. */
  readonly type: string;
  /** Names of the entries of `data` and `stringData`, sorted. */
  readonly keys: readonly string[];
  /** The leaf in `tls.crt`; absent where that is no certificate that can be read. */
  readonly certificate?: CertificateFacts;
  /** When a bootstrap token expires, RFC 3339; absent where it never does. */
  readonly expiration?: string;
  /** What a bootstrap token may be used for: `authentication`, `signing`. */
  readonly usages?: readonly string[];
}
