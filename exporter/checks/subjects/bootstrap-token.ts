import type { KubeObject } from '../../model/object.ts';
import type { SecretObject } from '../../model/secret.ts';
import type { Subject } from '../define.ts';
import { patched, type Manifest } from '../patch.ts';

interface BootstrapTokenFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly type?: string;
  /** Base64. */
  readonly data?: Readonly<Record<string, string>>;
}

const sound: Manifest & BootstrapTokenFields = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
  type: 'bootstrap.kubernetes.io/token',
  data: {
    'token-id': 'YWJjZGVm',
    // 2026-01-01T00:00:00Z and true.
    expiration: 'MjAyNi0wMS0wMVQwMDowMDowMFo=',
    'usage-bootstrap-authentication': 'dHJ1ZQ==',
    'usage-bootstrap-signing': 'dHJ1ZQ==',
  },
};
const nothing: readonly never[] = [];

/** Secrets with which nodes join; kube-apiserver looks for them in `kube-system` and nowhere else. */
export const bootstrapToken: Subject<SecretObject, BootstrapTokenFields> = {
  name: 'bootstrap token',
  kinds: ['Secret'],
  of: ({ object }) => (isToken(object) ? [object] : nothing),
  manifest: (patch) => patched<BootstrapTokenFields>(sound, patch) as Manifest & BootstrapTokenFields,
  locate: (object) => ({ path: '', value: object }),
  at: ({ object }) => (isToken(object) ? object : undefined),
  wrap: () => undefined,
};

function isToken(object: KubeObject): object is SecretObject {
  return object['type'] === 'bootstrap.kubernetes.io/token' && object.metadata.namespace === 'kube-system';
}
