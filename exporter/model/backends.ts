import { groupOf } from './kinds.ts';
import type { KubeObject } from './object.ts';
import { at, isRecord } from './record.ts';

/** A Service that a route sends traffic to; values may be of any shape in garbage input. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** Number or name of the port, where the route says one. */
  readonly port?: unknown;
  /** Where below the route it stands. */
  readonly path: string;
}

/** Kinds that send traffic from outside to Services. */
export const routeKinds = [
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'IstioVirtualService',
] as const;

/** Under which value of `routes-to-service` a route to this Service is filed. */
export function serviceIndexValue(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** The Services that an Ingress, a route of the Gateway API or a VirtualService of Istio sends traffic to. */
export function backendsOf(route: KubeObject): readonly Backend[] {
  switch (groupOf(route.apiVersion)) {
    case 'networking.istio.io':
      return destinations(route);
    case 'gateway.networking.k8s.io':
      return routeBackends(route);
    default:
      return ingressBackends(route);
  }
}

function ingressBackends({ metadata: { namespace }, ...ingress }: KubeObject): Backend[] {
  const found: Backend[] = [];
  const add = (backend: unknown, path: string): void => {
    if (!isRecord(backend)) return;
    const service = at(backend, 'service', 'name') ?? backend['serviceName'];
    if (typeof service !== 'string') return;
    const port = at(backend, 'service', 'port', 'number') ?? at(backend, 'service', 'port', 'name');
    found.push({ namespace, service, port: port ?? backend['servicePort'], path });
  };
  const spec = ingress['spec'];
  add(at(spec, 'defaultBackend') ?? at(spec, 'backend'), 'spec.defaultBackend');
  each(at(spec, 'rules'), (rule, index) => {
    each(at(rule, 'http', 'paths'), (path, inner) => {
      add(path['backend'], `spec.rules[${index}].http.paths[${inner}].backend`);
    });
  });
  return found;
}

function routeBackends({ metadata, ...route }: KubeObject): Backend[] {
  const found: Backend[] = [];
  each(at(route['spec'], 'rules'), (rule, index) => {
    each(rule['backendRefs'], ({ group, kind, name, namespace, port }, inner) => {
      const isService = (group ?? '') === '' && (kind ?? 'Service') === 'Service';
      if (!isService || typeof name !== 'string') return;
      const home = typeof namespace === 'string' && namespace !== '' ? namespace : metadata.namespace;
      found.push({ namespace: home, service: name, port, path: `spec.rules[${index}].backendRefs[${inner}]` });
    });
  });
  return found;
}

function destinations({ metadata, ...route }: KubeObject): Backend[] {
  const found: Backend[] = [];
  for (const protocol of ['http', 'tls', 'tcp']) {
    each(at(route['spec'], protocol), (rule, index) => {
      each(rule['route'], (target, inner) => {
        const host = at(target, 'destination', 'host');
        const service = typeof host === 'string' ? serviceOfHost(host, metadata.namespace) : undefined;
        const path = `spec.${protocol}[${index}].route[${inner}].destination.host`;
        if (service !== undefined) found.push({ ...service, port: at(target, 'destination', 'port', 'number'), path });
      });
    });
  }
  return found;
}

/** The Service that a host name of the mesh means: short, with its namespace, or as the cluster's DNS spells it. */
function serviceOfHost(host: string, home: string): { namespace: string; service: string } | undefined {
  const [service = '', namespace = home, ...rest] = host.split('.');
  if (service === '' || service.includes('*') || namespace === '') return undefined;
  return rest.length === 0 || rest[0] === 'svc' ? { namespace, service } : undefined;
}

function each(list: unknown, visit: (entry: Record<string, unknown>, index: number) => void): void {
  if (!Array.isArray(list)) return;
  (list as unknown[]).forEach((entry, index) => {
    if (isRecord(entry)) visit(entry, index);
  });
}
