import { routeKinds, serviceIndexValue } from '../../model/backends.ts';
import { groupOf, type KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { plain } from '../text.ts';
import { isPrivate } from './address-range.ts';
import { isInsideClass, isInsideIngress } from './ingress-class.ts';
import { isOpenTo, isPublicLoadBalancer, sourceRanges } from './load-balancer.ts';
import type { PodView } from './pod-view.ts';
import { servicesOf } from './selection.ts';

/** One way from outside the cluster to the pods behind a Service. */
export interface WayIn {
  /** What opens it: an Ingress, a route, or the Service itself. */
  readonly through: KubeObject;
  readonly service: KubeObject;
  /** How it is called in a sentence: `Ingress shop/web`. */
  readonly words: string;
  /** Whether the internet reaches it for all that can be seen; otherwise it is open to whoever reaches the nodes or named networks. */
  readonly isPublic: boolean;
}

/** What a check reads that asks how a pod is reached from outside. */
export const exposureKinds: readonly KindName[] = ['Service', 'Node', 'Gateway', ...routeKinds];

const waysToService: Derivation<readonly WayIn[]> = {
  name: 'ways-to-service',
  from(world, key) {
    const [namespace = '', name = ''] = key.split('/');
    const service = world.find('Service', namespace, name);
    return service === undefined ? none : [...ownWays(service, world), ...routedWays(service, world)];
  },
};

const none: readonly WayIn[] = [];

/** The ways from outside the cluster to this pod; a check that asks reads `exposureKinds`. */
export function waysIn(pod: PodView, world: World): readonly WayIn[] {
  const services = servicesOf(pod, world);
  if (services.length === 0) return none;
  return services.flatMap(({ metadata: { namespace, name } }) =>
    world.derived(waysToService, serviceIndexValue(namespace, name)),
  );
}

/** The way in that is easiest to use: one from the internet before others. */
export function widest(ways: readonly WayIn[]): WayIn | undefined {
  return ways.find(({ isPublic }) => isPublic) ?? ways[0];
}

function ownWays(service: KubeObject, world: World): readonly WayIn[] {
  const name = plain(service.metadata.name);
  const spec = at(service, 'spec');
  const type = at(spec, 'type');
  const found: WayIn[] = [];
  if (isPublicLoadBalancer(service)) {
    const ranges = sourceRanges(service);
    if (!(ranges.length > 0 && ranges.every(isPrivate))) {
      found.push({
        through: service,
        service,
        words: `the load balancer of Service ${name}`,
        isPublic: isOpenTo(ranges),
      });
    }
  } else if (type === 'NodePort') {
    const isPublic = world.has('nodes-with', 'external-address');
    found.push({ through: service, service, words: `the node port of Service ${name}`, isPublic });
  }
  const isProxied = type !== 'ExternalName' && at(spec, 'clusterIP') !== 'None';
  const external = at(spec, 'externalIPs');
  if (isProxied && Array.isArray(external) && external.some((ip) => typeof ip === 'string' && !isPrivate(ip))) {
    found.push({ through: service, service, words: `the external addresses of Service ${name}`, isPublic: false });
  }
  return found;
}

function routedWays(service: KubeObject, world: World): readonly WayIn[] {
  const { namespace, name } = service.metadata;
  return world.by('routes-to-service', serviceIndexValue(namespace, name)).flatMap((route) => {
    const isPublic = isReachable(route, world);
    if (isPublic === undefined) return [];
    const home = route.metadata.namespace === namespace ? '' : `${plain(route.metadata.namespace)}/`;
    return [{ through: route, service, words: `${route.kind} ${home}${plain(route.metadata.name)}`, isPublic }];
  });
}

/** Whether a route is open to the internet; undefined when it leads from nowhere outside the cluster. */
function isReachable(route: KubeObject, world: World): boolean | undefined {
  switch (groupOf(route.apiVersion)) {
    case 'networking.istio.io':
      return isReachableThroughMesh(route);
    case 'gateway.networking.k8s.io':
      return isReachableThroughGateways(route, world);
    default:
      return isInsideIngress(route) ? undefined : isOpenTo(allowedRanges(route));
  }
}

/** Annotations of controllers that let in only some addresses. */
const rangeAnnotations = [
  'nginx.ingress.kubernetes.io/whitelist-source-range',
  'nginx.ingress.kubernetes.io/allowlist-source-range',
  'alb.ingress.kubernetes.io/inbound-cidrs',
  'haproxy.org/allow-list',
  'haproxy-ingress.github.io/allowlist-source-range',
];

/** From which ranges an Ingress takes requests, where an annotation of its controller says; none means from everywhere. */
export function allowedRanges(ingress: KubeObject): readonly string[] {
  const annotations = ingress.metadata.annotations ?? {};
  for (const name of rangeAnnotations) {
    const value = annotations[name];
    if (typeof value === 'string' && value.trim() !== '') return value.split(',').map((range) => range.trim());
  }
  return [];
}

/** A VirtualService without a gateway, or with `mesh` alone, is about calls inside the mesh. */
function isReachableThroughMesh(route: KubeObject): boolean | undefined {
  const gateways = at(route, 'spec', 'gateways');
  if (!Array.isArray(gateways)) return undefined;
  const outer = gateways.filter((gateway) => typeof gateway === 'string' && gateway !== 'mesh');
  return outer.some((gateway) => !isInsideClass(gateway)) ? true : undefined;
}

function isReachableThroughGateways(route: KubeObject, world: World): boolean | undefined {
  let reachable: boolean | undefined;
  for (const { group, kind, name, namespace } of records(at(route, 'spec', 'parentRefs'))) {
    // A route that belongs to a Service is about calls inside the mesh.
    if ((kind ?? 'Gateway') !== 'Gateway' || (group ?? gatewayGroup) !== gatewayGroup || typeof name !== 'string')
      continue;
    const home = typeof namespace === 'string' && namespace !== '' ? namespace : route.metadata.namespace;
    const parent = world.find('Gateway', home, name);
    // Somebody else may define the Gateway: what it is like is then not known.
    if (parent === undefined) reachable ??= false;
    else if (!isInsideGateway(parent)) return true;
  }
  return reachable;
}

const gatewayGroup = 'gateway.networking.k8s.io';

function isInsideGateway(gateway: KubeObject): boolean {
  if (isInsideClass(at(gateway, 'spec', 'gatewayClassName'))) return true;
  const addresses = records(at(gateway, 'status', 'addresses'));
  return addresses.length > 0 && addresses.every(({ value }) => isPrivate(value));
}
