import type { ConfiguredSecret } from '../../model/config-map.ts';
import type { CertificateFacts } from '../../model/secret.ts';
import { whole } from './whole.ts';

/** The parts of a ConfigMap that checks read; manifests hold `data`, of which projection leaves what was found. */
export interface ConfigMapFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly keys?: readonly string[];
  readonly secrets?: readonly ConfiguredSecret[];
}

/** ConfigMaps. */
export const configMap = whole<ConfigMapFields>('config map', ['ConfigMap'], {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { LOG_LEVEL: 'info' },
});

/** The parts of a Secret that checks read; manifests hold `data`, of which projection leaves the names. */
export interface SecretFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly keys?: readonly string[];
  readonly certificate?: CertificateFacts;
  readonly expiration?: string;
  readonly usages?: readonly string[];
}

/** Secrets, which are read only where that is switched on. */
export const secret = whole<SecretFields>('secret', ['Secret'], {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  type: 'Opaque',
  data: { password: '' },
});
