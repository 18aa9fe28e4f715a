import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { isOpenTo, isPublicLoadBalancer, sourceRanges } from '../subjects/load-balancer.ts';
import { service } from '../subjects/network.ts';

const balancer = (
  ranges: readonly string[] | null | undefined,
  annotations: Readonly<Record<string, string>> = {},
) => ({
  metadata: { annotations },
  spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ranges },
});

export const svcLoadbalancerOpenRange = defineCheck({
  id: 'svc-loadbalancer-open-range',
  title: 'Public load balancer takes connections from everywhere',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1190', 'T1133'] },
  because: 'Everybody on the internet can try the program and every weakness of it, not only those whom it is for.',
  remedy: 'List the networks that need it in `spec.loadBalancerSourceRanges`.',
  paste: yaml`
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
    spec:
      type: LoadBalancer
      # Networks of those who need it.
      loadBalancerSourceRanges: [192.0.2.0/24, 198.51.100.0/24]
      selector:
        app: app
      ports:
        - name: https
          port: 443
          targetPort: 8443
  `,

  subject: service,
  fields: ['spec.loadBalancerSourceRanges'],
  violatedBy(candidate) {
    if (!isPublicLoadBalancer(candidate)) return 'not_applicable';
    return isOpenTo(sourceRanges(candidate));
  },

  examples: {
    violating: {
      'no range is named': balancer(undefined),
      'the list is null': balancer(null),
      'the list is empty': balancer([]),
      'a range is everywhere': balancer(['0.0.0.0/0']),
      'one of several ranges is everywhere': balancer(['10.0.0.0/8', '::/0']),
      'the annotation names everywhere': balancer(undefined, {
        'service.beta.kubernetes.io/load-balancer-source-ranges': '0.0.0.0/0',
      }),
      'the field wins over the annotation': balancer(['0.0.0.0/0'], {
        'service.beta.kubernetes.io/load-balancer-source-ranges': '203.0.113.0/24',
      }),
      'Azure is told to let in the internet': balancer(undefined, {
        'service.beta.kubernetes.io/azure-allowed-service-tags': 'AzureCloud,Internet',
      }),
    },
    compliant: {
      'ranges are named': balancer(['203.0.113.0/24', '198.51.100.7/32']),
      'the annotation names ranges': balancer(undefined, {
        'service.beta.kubernetes.io/load-balancer-source-ranges': '203.0.113.0/24, 198.51.100.7/32',
      }),
      'Azure is told the ranges': balancer(undefined, {
        'service.beta.kubernetes.io/azure-allowed-ip-ranges': '203.0.113.0/24',
      }),
      'Azure is told whom to let in': balancer(undefined, {
        'service.beta.kubernetes.io/azure-allowed-service-tags': 'AzureFrontDoor.Backend',
      }),
    },
    notApplicable: {
      'there is no load balancer': { spec: { type: 'ClusterIP' } },
      'the load balancer is inside': balancer(undefined, { 'networking.gke.io/load-balancer-type': 'Internal' }),
    },
  },
});
