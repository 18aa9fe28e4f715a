import { defineCheck } from '../define.ts';
import { service, type ServiceFields } from '../subjects/network.ts';

/** Annotations by which a provider is told to keep a load balancer inside, and the values that say so, in lower case. */
const internal: ReadonlyMap<string, readonly string[]> = new Map([
  ['service.beta.kubernetes.io/aws-load-balancer-internal', ['true', '0.0.0.0/0']],
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
]);

/** Classes whose load balancers are inside unless an annotation asks for the internet. */
const insideByDefault: ReadonlySet<unknown> = new Set(['service.k8s.aws/nlb', 'eks.amazonaws.com/nlb']);
const awsScheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

/** Classes whose load balancers are never on the internet. */
const insideAlways: ReadonlySet<unknown> = new Set(['networking.gke.io/l4-regional-internal', 'tailscale']);

export const svcLoadbalancerPublic = defineCheck({
  id: 'svc-loadbalancer-public',
  title: 'Service is published by a public load balancer',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1190', 'T1133'], microsoft: ['exposed-interfaces'] },
  because:
    'Unless the provider is told otherwise, a load balancer has an address on the internet, and so has the program behind it.',
  remedy:
    'Add the annotation or the `loadBalancerClass` by which your provider makes it internal, or publish the program through an Ingress.',

  subject: service,
  fields: ['spec.type', 'spec.loadBalancerClass', 'metadata.annotations'],
  violatedBy: ({ spec, metadata }) => spec?.type === 'LoadBalancer' && !isInternal(spec, metadata.annotations ?? {}),

  examples: {
    violating: {
      'nothing says internal': { spec: { type: 'LoadBalancer' } },
      'an annotation says no': {
        metadata: { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'false' } },
        spec: { type: 'LoadBalancer' },
      },
      'the scheme faces the internet': {
        metadata: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' } },
        spec: { type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb' },
      },
      'the class says nothing of it': { spec: { type: 'LoadBalancer', loadBalancerClass: 'lb.example/fast' } },
    },
    compliant: {
      'Amazon is told so': {
        metadata: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } },
        spec: { type: 'LoadBalancer' },
      },
      'Amazon was told so in earlier releases': {
        metadata: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } },
        spec: { type: 'LoadBalancer' },
      },
      'Azure is told so': {
        metadata: { annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } },
        spec: { type: 'LoadBalancer' },
      },
      'Google is told so': {
        metadata: { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
        spec: { type: 'LoadBalancer' },
      },
      'Oracle is told so': {
        metadata: { annotations: { 'oci-network-load-balancer.oraclecloud.com/internal': 'true' } },
        spec: { type: 'LoadBalancer' },
      },
      'the class is internal': {
        spec: { type: 'LoadBalancer', loadBalancerClass: 'networking.gke.io/l4-regional-internal' },
      },
      'the class is internal unless told otherwise': {
        spec: { type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb' },
      },
      'there is no load balancer': { spec: { type: 'ClusterIP' } },
      'the type is absent': { spec: { type: undefined } },
      'the type is null': { spec: { type: null } },
    },
  },
});

function isInternal(
  { loadBalancerClass }: NonNullable<ServiceFields['spec']>,
  annotations: Readonly<Record<string, string>>,
): boolean {
  for (const name in annotations) {
    const value = annotations[name];
    if (typeof value === 'string' && internal.get(name)?.includes(value.slice(0, 64).toLowerCase()) === true)
      return true;
  }
  if (insideAlways.has(loadBalancerClass)) return true;
  return insideByDefault.has(loadBalancerClass) && annotations[awsScheme] !== 'internet-facing';
}
