import { whole } from './whole.ts';

/** The parts of a Node that checks read. */
export interface NodeFields {
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly containerRuntimeVersion?: string;
      readonly osImage?: string;
      readonly kernelVersion?: string;
      /** `linux` or `windows`. */
      readonly operatingSystem?: string;
    };
    readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
  };
}

/** Nodes. */
export const node = whole<NodeFields>('node', ['Node'], {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1', labels: { 'kubernetes.io/hostname': 'worker-1' } },
  status: {
    nodeInfo: {
      kubeletVersion: 'v1.37.2',
      containerRuntimeVersion: 'containerd://2.2.1',
      osImage: 'Ubuntu 24.04.3 LTS',
      kernelVersion: '6.8.0-90-generic',
    },
    addresses: [{ type: 'InternalIP', address: '10.0.0.11' }],
  },
});
