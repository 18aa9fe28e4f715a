import { whole } from './whole.ts';

/** The parts of a Gateway that checks read. */
export interface GatewayFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly {
      readonly name?: string;
      readonly port?: number;
      readonly protocol?: string;
      readonly tls?: {
        readonly mode?: string;
        readonly certificateRefs?: readonly object[];
        readonly options?: Readonly<Record<string, string>>;
      };
    }[];
  };
}

/** Gateways of the Gateway API. */
export const gateway = whole<GatewayFields>('gateway', ['Gateway'], {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'internet', namespace: 'edge' },
  spec: {
    gatewayClassName: 'envoy',
    listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'shop-tls' }] } }],
  },
});

/** The parts of a route of the Gateway API that checks read. */
export interface RouteFields {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly spec?: {
    readonly parentRefs?: readonly object[];
    readonly rules?: readonly { readonly filters?: readonly object[]; readonly backendRefs?: readonly object[] }[];
  };
}

/** Routes of the Gateway API, whatever protocol they are for. */
export const gatewayRoute = whole<RouteFields>(
  'route',
  ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'app', namespace: 'shop' },
    spec: {
      parentRefs: [{ name: 'internet', namespace: 'edge' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }],
    },
  },
);
