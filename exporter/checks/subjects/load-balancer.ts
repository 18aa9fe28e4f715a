import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import { isEverywhere, isPrivate } from './address-range.ts';
import { strings } from './field.ts';

/** Annotations by which a provider is told to keep a load balancer inside, and the values that say so, in lower case. */
const internal: ReadonlyMap<string, readonly string[]> = new Map([
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', ['internal']],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', ['true']],
  ['networking.gke.io/load-balancer-type', ['internal']],
  ['cloud.google.com/load-balancer-type', ['internal']],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', ['true']],
  ['oci-network-load-balancer.oraclecloud.com/internal', ['true']],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', ['true']],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', ['intranet']],
  ['service.beta.kubernetes.io/do-loadbalancer-network', ['internal']],
  ['service.beta.kubernetes.io/scw-loadbalancer-private', ['true']],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', ['private']],
  ['load-balancer.hetzner.cloud/disable-public-network', ['true']],
  ['yandex.cloud/load-balancer-type', ['internal']],
  ['service.beta.kubernetes.io/cce-load-balancer-internal-vpc', ['true']],
]);

/** Keeps a load balancer of Amazon inside whatever it says but `false`; a range of addresses was usual once. */
const awsInternal = 'service.beta.kubernetes.io/aws-load-balancer-internal';
/** Keeps a load balancer of Tencent inside by naming the network of its address, whatever it names. */
const tencentNetwork = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid';

/** Classes whose load balancers are inside unless an annotation asks for the internet. */
const insideByDefault: ReadonlySet<unknown> = new Set(['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb']);
const awsScheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
/** Hands the Service to the controller of those classes without naming one. */
const awsType = 'service.beta.kubernetes.io/aws-load-balancer-type';

/** Classes whose load balancers are never on the internet. */
const insideAlways: ReadonlySet<unknown> = new Set(['networking.gke.io/l4-regional-internal', 'tailscale']);

/** Whether a Service asks for a load balancer that nothing keeps off the internet. */
export function isPublicLoadBalancer(service: KubeObject): boolean {
  const spec = at(service, 'spec');
  if (at(spec, 'type') !== 'LoadBalancer') return false;
  const annotations = service.metadata.annotations ?? {};
  for (const name in annotations) {
    const value = annotations[name];
    if (typeof value !== 'string') continue;
    const said = value.slice(0, 64).toLowerCase();
    if (internal.get(name)?.includes(said) === true) return false;
    if (name === awsInternal && said !== '' && said !== 'false') return false;
  }
  if (annotations[tencentNetwork]) return false;
  const loadBalancerClass = at(spec, 'loadBalancerClass');
  if (insideAlways.has(loadBalancerClass) || isPrivate(at(spec, 'loadBalancerIP'))) return false;
  const type = annotations[awsType];
  const isInsideByDefault = insideByDefault.has(loadBalancerClass) || type === 'external' || type === 'nlb-ip';
  if (isInsideByDefault && annotations[awsScheme] !== 'internet-facing') return false;
  return !hasPrivateAddress(service);
}

/** Whether every address that a Service or Ingress was given is one that the internet does not route. */
export function hasPrivateAddress(object: KubeObject): boolean {
  const addresses = records(at(object, 'status', 'loadBalancer', 'ingress'));
  return addresses.length > 0 && addresses.every(({ ip, hostname }) => isPrivate(ip) || isInsideName(hostname));
}

/** Amazon begins the names of load balancers inside with this. */
function isInsideName(hostname: unknown): boolean {
  return typeof hostname === 'string' && hostname.startsWith('internal-');
}

/** Annotations that narrow who may connect, where the Service itself does not; ranges between commas. */
const rangeAnnotations = [
  'service.beta.kubernetes.io/load-balancer-source-ranges',
  'service.beta.kubernetes.io/azure-allowed-ip-ranges',
];
const tagAnnotation = 'service.beta.kubernetes.io/azure-allowed-service-tags';

/** From which ranges a load balancer takes connections; none means from everywhere. */
export function sourceRanges(service: KubeObject): readonly string[] {
  const ranges = strings(at(service, 'spec', 'loadBalancerSourceRanges') as readonly string[] | undefined);
  if (ranges.length > 0) return ranges;
  const annotations = service.metadata.annotations ?? {};
  for (const name of rangeAnnotations) {
    const value = annotations[name];
    if (typeof value === 'string' && value.trim() !== '') return value.split(',').map((range) => range.trim());
  }
  const tags = annotations[tagAnnotation];
  return typeof tags === 'string' && tags !== '' && !/(?:^|,)\s*Internet\s*(?:,|$)/i.test(tags) ? [tags] : [];
}

/** Whether ranges let in everybody: there is none, or one holds every address. */
export function isOpenTo(ranges: readonly string[]): boolean {
  return ranges.length === 0 || ranges.some(isEverywhere);
}
