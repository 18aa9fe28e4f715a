import { defineCheck } from '../define.ts';
import { service } from '../subjects/network.ts';

export const svcLoadbalancerNodePorts = defineCheck({
  id: 'svc-loadbalancer-node-ports',
  title: 'Load balancer opens ports on every node as well',
  category: 'exposure',
  optional: true,
  risk: { impact: 'operations', ease: 'contributing' },
  frameworks: { nsa: ['exposed-interfaces'] },
  because: 'The ports answer on every address of every node and pass by whatever the load balancer filters.',
  remedy:
    'Set `spec.allocateLoadBalancerNodePorts` to false where the load balancer sends traffic straight to pods; ports that are there already have to be removed too.',

  subject: service,
  fields: ['spec.allocateLoadBalancerNodePorts'],
  violatedBy({ spec }) {
    if (spec?.type !== 'LoadBalancer') return 'not_applicable';
    return spec.allocateLoadBalancerNodePorts !== false;
  },
  fix: { spec: { allocateLoadBalancerNodePorts: false } },

  examples: {
    violating: {
      'nothing is said of it': { spec: { type: 'LoadBalancer' } },
      'null is as good as nothing': { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: null } },
      'it asks for them': { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: true } },
    },
    compliant: {
      'it goes without': { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false } },
    },
    notApplicable: {
      'the type is ClusterIP': {},
      'node ports that are asked for are another matter': { spec: { type: 'NodePort' } },
    },
  },
});
