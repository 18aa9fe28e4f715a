import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields, type Identity, type Labels } from './meta.ts';
import { selectorOf, type App } from './pod.ts';

/** A Service in front of a program. */
export function service(
  app: App,
  {
    type = 'ClusterIP',
    annotations,
    port = 80,
    ...rest
  }: {
    readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
    readonly annotations?: Labels;
    readonly port?: number;
    readonly nodePort?: number;
    readonly loadBalancerClass?: string;
  } = {},
): Manifest {
  const { nodePort, loadBalancerClass } = rest;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta({ ...app, annotations: { ...app.annotations, ...annotations } }),
    spec: {
      type,
      ...(loadBalancerClass !== undefined && { loadBalancerClass }),
      selector: selectorOf(app),
      ports: [
        {
          name: 'http',
          port,
          protocol: 'TCP',
          targetPort: app.port ?? port,
          ...(nodePort !== undefined && { nodePort }),
        },
      ],
    },
  };
}

/** An Ingress for one host; with a certificate unless `tls` says no. */
export function ingress(
  identity: Identity,
  {
    host,
    to,
    className,
    tls = true,
  }: {
    readonly host: string;
    readonly to: string;
    readonly className: string;
    readonly tls?: boolean;
  },
): Manifest {
  const backend = { service: { name: to, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta(identity),
    spec: {
      ingressClassName: className,
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      ...(tls && { tls: [{ hosts: [host], secretName: `${identity.name}-tls` }] }),
    },
  };
}

/** A NetworkPolicy. */
export function networkPolicy(identity: Identity, spec: Fields): Manifest {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: meta(identity), spec };
}

/** Denies what no other policy names, and lets pods of the namespace, of the edge and of monitoring in. */
export function defaultPolicies(base: Omit<Identity, 'name'>, edge: string): readonly Manifest[] {
  const from = (name: string): Fields => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  });
  return [
    networkPolicy({ ...base, name: 'default-deny' }, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    networkPolicy(
      { ...base, name: 'allow-platform' },
      {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }, from(edge), from('monitoring')] }],
        egress: [{ to: [{ podSelector: {} }, { namespaceSelector: {} }] }],
      },
    ),
  ];
}

/** A Certificate of cert-manager for one host, in the Secret of its Ingress. */
export function certificate(
  identity: Identity,
  { host, issuer, until }: { readonly host: string; readonly issuer: string; readonly until: string },
): Manifest {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: meta(identity),
    spec: { secretName: identity.name, dnsNames: [host], issuerRef: { kind: 'ClusterIssuer', name: issuer } },
    status: { notAfter: until },
  };
}
