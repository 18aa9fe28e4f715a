import { defineCheck } from '../define.ts';
import { service } from '../subjects/network.ts';

export const svcNodeport = defineCheck({
  id: 'svc-nodeport',
  title: 'Service opens a port on every node',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1190', 'T1133'], microsoft: ['exposed-interfaces'] },
  because:
    'A node port answers on every address of every node, also on those that face the internet, and passes by what guards an Ingress.',
  remedy: 'Make the Service a ClusterIP and publish it through an Ingress, a Gateway or an internal load balancer.',

  subject: service,
  fields: ['spec.type'],
  violatedBy: ({ spec }) => spec?.type === 'NodePort',
  fix: { spec: { type: 'ClusterIP' } },

  examples: {
    violating: {
      'the type is NodePort': { spec: { type: 'NodePort' } },
      'a port is chosen': { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] } },
    },
    compliant: {
      'the type is ClusterIP': { spec: { type: 'ClusterIP' } },
      'the type is absent': { spec: { type: undefined } },
      'the type is null': { spec: { type: null } },
      'a load balancer is another matter, its node ports too': {
        spec: { type: 'LoadBalancer', ports: [{ port: 443, nodePort: 30443 }] },
      },
      'a port of a node is left over': { spec: { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30080 }] } },
    },
  },
});
