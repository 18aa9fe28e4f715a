import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { isPublicLoadBalancer } from '../subjects/load-balancer.ts';
import { service } from '../subjects/network.ts';

const balancer = (annotations: Readonly<Record<string, string>>, spec: object = {}) => ({
  metadata: { annotations },
  spec: { type: 'LoadBalancer', ...spec },
});

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
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
      annotations:
        # The line of your provider.
        service.beta.kubernetes.io/aws-load-balancer-scheme: internal
        service.beta.kubernetes.io/azure-load-balancer-internal: 'true'
        networking.gke.io/load-balancer-type: Internal
    spec:
      type: LoadBalancer
      selector:
        app: app
      ports:
        - name: https
          port: 443
          targetPort: 8443
  `,

  subject: service,
  fields: ['spec.type', 'spec.loadBalancerClass', 'metadata.annotations', 'status.loadBalancer'],
  violatedBy: (candidate) => isPublicLoadBalancer(candidate),

  examples: {
    violating: {
      'nothing says internal': { spec: { type: 'LoadBalancer' } },
      'an annotation says no': balancer({ 'service.beta.kubernetes.io/azure-load-balancer-internal': 'false' }),
      'the scheme faces the internet': balancer(
        { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
        { loadBalancerClass: 'service.k8s.aws/nlb' },
      ),
      'the controller of Amazon is told to face the internet': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
      }),
      'the load balancer of the cloud provider of Amazon is public by default': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
      }),
      'the class says nothing of it': { spec: { type: 'LoadBalancer', loadBalancerClass: 'lb.example/fast' } },
      'it was given an address on the internet': {
        spec: { type: 'LoadBalancer' },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
      },
      'Amazon is told not to keep it inside': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-internal': 'false',
      }),
      'Azure is told a network and not to be inside, which it then ignores': balancer({
        'service.beta.kubernetes.io/azure-load-balancer-internal-subnet': 'apps',
      }),
      'Yandex is told a network alone': balancer({ 'yandex.cloud/subnet-id': 'subnet-7' }),
      'one of its addresses is on the internet': {
        spec: { type: 'LoadBalancer' },
        status: { loadBalancer: { ingress: [{ ip: '10.1.2.3' }, { ip: '2001:db8::7' }] } },
      },
    },
    compliant: {
      'Amazon is told so': balancer({ 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' }),
      'Amazon was told so in earlier releases': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      }),
      'Amazon was told a range in still earlier ones': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-internal': '10.0.0.0/8',
      }),
      'Azure is told so': balancer({ 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }),
      'Google is told so': balancer({ 'networking.gke.io/load-balancer-type': 'Internal' }),
      'Google was told so in earlier releases': balancer({ 'cloud.google.com/load-balancer-type': 'Internal' }),
      'Oracle is told so': balancer({ 'oci-network-load-balancer.oraclecloud.com/internal': 'true' }),
      'IBM is told so': balancer({ 'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private' }),
      'Alibaba is told so': balancer({
        'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
      }),
      'Baidu is told so': balancer({ 'service.beta.kubernetes.io/cce-load-balancer-internal-vpc': 'true' }),
      'Tencent is told the network': balancer({
        'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid': 'subnet-7',
      }),
      'the class is internal': {
        spec: { type: 'LoadBalancer', loadBalancerClass: 'networking.gke.io/l4-regional-internal' },
      },
      'the class is internal unless told otherwise': {
        spec: { type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb' },
      },
      'the controller of Amazon makes it internal unless told otherwise': balancer({
        'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      }),
      'it asks for an address inside': { spec: { type: 'LoadBalancer', loadBalancerIP: '192.168.4.20' } },
      'it was given an address inside': {
        spec: { type: 'LoadBalancer' },
        status: { loadBalancer: { ingress: [{ ip: '192.168.4.20' }] } },
      },
      'it was given the name of one inside': {
        spec: { type: 'LoadBalancer' },
        status: { loadBalancer: { ingress: [{ hostname: 'internal-shop-1.eu-west-1.elb.amazonaws.com' }] } },
      },
      'there is no load balancer': { spec: { type: 'ClusterIP' } },
      'the type is absent': { spec: { type: undefined } },
      'the type is null': { spec: { type: null } },
    },
  },
});
