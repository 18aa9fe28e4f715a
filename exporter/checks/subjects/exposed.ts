import type { Manifest } from '../patch.ts';

/** For examples: a Service for the pods that are labelled `app: app`. */
export function serviceFor(spec: object, metadata: object = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'app', namespace: 'shop', ...metadata },
    spec: { type: 'ClusterIP', selector: { app: 'app' }, ports: [{ port: 443 }], ...spec },
  };
}

/** For examples: the same, published by a load balancer. */
export function balancerFor(spec: object, metadata: object = {}): Manifest {
  return serviceFor({ type: 'LoadBalancer', ...spec }, metadata);
}

/** For examples: an Ingress that leads to a Service of its namespace. */
export function ingressTo(service: string, spec: object = {}, annotations: object = {}): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: {
      rules: [
        {
          host: 'shop.example',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service } } }] },
        },
      ],
      ...spec,
    },
  };
}

/** For examples: a Gateway in the namespace of routes that face the internet. */
export function gateway(spec: object, status: object = {}): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'internet', namespace: 'edge' },
    spec: { gatewayClassName: 'envoy', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }], ...spec },
    status,
  };
}

/** For examples: a route from that Gateway to a Service. */
export function httpRouteTo(service: string, backend: object = {}): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      parentRefs: [{ name: 'internet', namespace: 'edge' }],
      rules: [{ backendRefs: [{ name: service, port: 443, ...backend }] }],
    },
  };
}

/** For examples: a VirtualService of Istio that leads to a host. */
export function virtualServiceTo(host: string, gateways: readonly string[] | undefined): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { hosts: ['shop.example'], gateways, http: [{ route: [{ destination: { host } }] }] },
  };
}

/** For examples: a Node with these addresses. */
export function node(addresses: readonly object[]): Manifest {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' }, status: { addresses } };
}
