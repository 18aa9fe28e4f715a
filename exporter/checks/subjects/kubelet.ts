import { Document } from 'yaml';
import { isRecord } from '../../model/record.ts';
import { Unseen } from '../../model/world.ts';
import type { Subject } from '../define.ts';
import { patched, type Manifest } from '../patch.ts';
import type { KubeObject } from '../../model/object.ts';

/** The parts of a kubelet's running configuration that checks read, as `/configz` shows them (kubelet.config.k8s.io/v1beta1). */
export interface KubeletConfiguration {
  readonly authentication?: {
    readonly anonymous?: { readonly enabled?: boolean };
    readonly webhook?: { readonly enabled?: boolean };
    readonly x509?: { readonly clientCAFile?: string };
  };
  readonly authorization?: { readonly mode?: string };
  readonly readOnlyPort?: number;
  readonly streamingConnectionIdleTimeout?: string;
  readonly makeIPTablesUtilChains?: boolean;
  readonly eventRecordQPS?: number;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly tlsCipherSuites?: readonly string[];
  readonly tlsMinVersion?: string;
  readonly rotateCertificates?: boolean;
  readonly serverTLSBootstrap?: boolean;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly podPidsLimit?: number;
  readonly seccompDefault?: boolean;
  readonly protectKernelDefaults?: boolean;
}

interface KubeletFields {
  readonly metadata?: { readonly name?: string };
  /** Why the configuration could not be read; instead of `spec`. */
  readonly unread?: string;
  readonly spec?: KubeletConfiguration;
}

/** The configuration of a kubelet, or the reason why it is out of sight. */
export interface KubeletView {
  /** Throws Unseen where the kubelet was not read. */
  readonly config: KubeletConfiguration;
}

const sound: Manifest & KubeletFields = {
  apiVersion: 'observed.plumbline/v1',
  kind: 'KubeletConfig',
  metadata: { name: 'worker-1' },
  spec: {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
    },
    authorization: { mode: 'Webhook' },
    readOnlyPort: 0,
    streamingConnectionIdleTimeout: '4h0m0s',
    makeIPTablesUtilChains: true,
    eventRecordQPS: 50,
    tlsCipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    rotateCertificates: true,
    featureGates: { RotateKubeletServerCertificate: true },
    serverTLSBootstrap: true,
    podPidsLimit: 4096,
    seccompDefault: true,
    protectKernelDefaults: true,
  },
};

/** The running kubelet of every node whose configuration is read. */
export const kubelet: Subject<KubeletView, KubeletFields, KubeletConfiguration> = {
  name: 'kubelet',
  kinds: ['KubeletConfig'],
  of: (judged) => [viewOf(judged.object)],
  manifest: (patch) => patched<KubeletFields>(sound, patch) as Manifest,
  locate: (view) => ({ path: 'spec', value: view.config }),
  at: (judged) => viewOf(judged.object),
  // The file stands on the node: no API takes a patch of it.
  wrap: () => undefined,
  paste: (fields) => fragmentOf(fields),
};

/** These fields in a configuration file of a kubelet, as they are in a sound one. */
function fragmentOf(fields: readonly string[]): string {
  const values = new Document({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' });
  for (const field of fields) {
    const keys = field.split('.');
    const value = valueAt(sound.spec, keys);
    if (value !== undefined) values.setIn(keys, values.createNode(value));
  }
  return `# /var/lib/kubelet/config.yaml of each node; restart its kubelet afterwards.\n${values.toString({ lineWidth: 0 })}`;
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

function viewOf(object: KubeObject): KubeletView {
  return {
    get config() {
      const { spec, unread } = object as KubeObject & { readonly spec?: unknown; readonly unread?: unknown };
      if (isRecord(spec)) return spec as KubeletConfiguration;
      throw new Unseen(typeof unread === 'string' ? unread : 'the configuration of this kubelet could not be read');
    },
  };
}
