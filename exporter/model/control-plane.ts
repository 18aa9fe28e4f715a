import type { KubeObject } from './object.ts';

/** An API that clients used although a release is announced that no longer serves it. */
export interface DeprecatedApi {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** The release that no longer serves it, such as `1.40`. */
  readonly removedRelease: string;
}

/** What the metrics of an API server give away; a fact that is missing has not been seen, which proves nothing. */
export interface ApiServerFacts {
  readonly deprecatedApis: readonly DeprecatedApi[];
  /** Events were written to an audit backend. */
  readonly audited: boolean;
  /** Service account tokens without an expiry were used. */
  readonly legacyTokens: boolean;
  /** Service account tokens were used beyond the hour for which they were asked. */
  readonly staleTokens: boolean;
  /** Names of admission plugins that were called, sorted. */
  readonly admissionPlugins: readonly string[];
  /** Types of authorizers that decided something, sorted. */
  readonly authorizers: readonly string[];
  /** Prefixes of what encrypted Secrets on their way into etcd, such as `k8s:enc:kms:v2:`; `identity` left them in clear text. */
  readonly encryptedBy: readonly string[];
}

/** What is seen of a control plane from outside: the object `control-plane` of the observed kind ControlPlane. */
export interface ControlPlaneFields {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    /** `gitVersion` of the API server. */
    readonly version?: string;
    /** Operating system and architecture of the API server. */
    readonly platform?: string;
    /** eks, gke, aks, kubeadm, … or unknown. */
    readonly provider?: string;
    /** Whether the provider runs the control plane, so that nobody else can change it. */
    readonly managed?: boolean;
  };
  /** Flags of the API server as they are in effect, defaults included, as `/flagz` prints them. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly facts?: ApiServerFacts;
  /** Why a part could not be read. */
  readonly unread?: { readonly flags?: string; readonly facts?: string };
}

export type ControlPlaneObject = KubeObject & ControlPlaneFields;

/** Name of the one object of the kind ControlPlane. */
export const controlPlaneName = 'control-plane';

/** Flags of the API server that checks read; the others are not kept. */
export const apiServerFlags = [
  'admission-control',
  'admission-control-config-file',
  'anonymous-auth',
  'audit-log-maxage',
  'audit-log-maxbackup',
  'audit-log-maxsize',
  'audit-log-path',
  'audit-policy-file',
  'audit-webhook-config-file',
  'authentication-config',
  'authorization-config',
  'authorization-mode',
  'cert-dir',
  'client-ca-file',
  'disable-admission-plugins',
  'enable-admission-plugins',
  'encryption-provider-config',
  'etcd-cafile',
  'etcd-certfile',
  'etcd-keyfile',
  'etcd-servers',
  'insecure-port',
  'kubelet-certificate-authority',
  'kubelet-client-certificate',
  'kubelet-client-key',
  'profiling',
  'request-timeout',
  'secure-port',
  'service-account-extend-token-expiration',
  'service-account-key-file',
  'service-account-lookup',
  'service-account-signing-endpoint',
  'tls-cert-file',
  'tls-cipher-suites',
  'tls-min-version',
  'tls-private-key-file',
  'token-auth-file',
] as const;

/** What the API server answers to somebody without credentials: the object `api-server` of the kind AnonymousAccess. */
export interface AnonymousAccessFields {
  readonly metadata?: { readonly name?: string };
  /** HTTP status by path. */
  readonly spec?: { readonly answers?: Readonly<Record<string, number>> };
}

/** Name of the one object of the kind AnonymousAccess. */
export const anonymousAccessName = 'api-server';
