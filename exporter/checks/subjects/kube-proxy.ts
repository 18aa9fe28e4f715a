import type { ConfigMapObject } from '../../model/config-map.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Subject } from '../define.ts';
import { patched, type Manifest } from '../patch.ts';

interface KubeProxyFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** The file in which kube-proxy finds its configuration, as text. */
export interface KubeProxyFile {
  readonly key: string;
  readonly text: string;
}

const sound: Manifest & KubeProxyFields = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kube-proxy', namespace: 'kube-system' },
  data: {
    'config.conf':
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmetricsBindAddress: 127.0.0.1:10249\n',
  },
};
/** Where kubeadm keeps it, and where EKS does. */
const files: Readonly<Record<string, string>> = { 'kube-proxy': 'config.conf', 'kube-proxy-config': 'config' };
const nothing: readonly never[] = [];

/** The configuration of kube-proxy, where a ConfigMap holds it. */
export const kubeProxy: Subject<KubeProxyFile, KubeProxyFields> = {
  name: 'kube-proxy',
  kinds: ['ConfigMap'],
  of: ({ object }) => fileIn(object),
  manifest: (patch) => patched<KubeProxyFields>(sound, patch) as Manifest & KubeProxyFields,
  locate: ({ key, text }) => ({ path: `data.${key}`, value: text }),
  at: ({ object }) => fileIn(object)[0],
  // A file as one text: no patch changes a line of it.
  wrap: () => undefined,
};

function fileIn(object: KubeObject): readonly KubeProxyFile[] {
  const { namespace, name } = object.metadata;
  if (namespace !== 'kube-system' || !Object.hasOwn(files, name)) return nothing;
  const key = files[name] ?? '';
  const text = (object as ConfigMapObject).data?.[key];
  return typeof text === 'string' ? [{ key, text }] : nothing;
}
