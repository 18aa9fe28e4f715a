import type { Manifest } from '../../checks/patch.ts';
import type { ApiServerFacts } from '../../model/control-plane.ts';
import type { Fields, Labels } from './meta.ts';

const apiVersion = 'observed.plumbline/v1';

/** What the exporter sees of the control plane of a cluster from outside. */
export function controlPlane(
  spec: { readonly version: string; readonly provider: string; readonly managed: boolean },
  facts: Partial<ApiServerFacts>,
  flags?: Labels,
): Manifest {
  return {
    apiVersion,
    kind: 'ControlPlane',
    metadata: { name: 'control-plane' },
    spec: { platform: 'linux/amd64', ...spec },
    ...(flags && { flags }),
    ...(flags === undefined && { unread: { flags: 'the API server forbids to read /flagz' } }),
    facts: {
      deprecatedApis: [],
      audited: true,
      legacyTokens: false,
      staleTokens: false,
      admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
      authorizers: ['Node', 'RBAC'],
      encryptedBy: ['k8s:enc:kms:v2:'],
      ...facts,
    },
  };
}

/** How a kubelet runs, as its own configuration has it; hardened but for what `spec` says. */
export function kubelet(name: string, spec: Fields = {}): Manifest {
  return {
    apiVersion,
    kind: 'KubeletConfig',
    metadata: { name },
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
      podPidsLimit: 4096,
      rotateCertificates: true,
      serverTLSBootstrap: true,
      seccompDefault: true,
      protectKernelDefaults: true,
      tlsCipherSuites: [
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      ],
      ...spec,
    },
  };
}
