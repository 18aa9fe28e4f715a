import { defineCheck } from '../define.ts';
import { entries } from '../subjects/field.ts';
import { service } from '../subjects/network.ts';
import { quoted } from '../text.ts';

export const svcExternalIps = defineCheck({
  id: 'svc-external-ips',
  title: 'Service claims addresses of its own choice',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { cis: ['1.2.3'], nsa: ['network-separation'], microsoft: ['cluster-internal-networking'] },
  because:
    'Every node sends what is meant for these addresses to this Service, whoever owns them: its author can stand in for any host that pods talk to (CVE-2020-8554).',
  remedy: 'Publish the program by a load balancer, and let the plugin DenyServiceExternalIPs refuse the field.',

  subject: service,
  fields: ['spec.externalIPs'],
  violatedBy({ spec }) {
    const addresses = entries(spec?.externalIPs);
    // Proxies pass over what has no address of its own.
    if (addresses.length === 0 || spec?.type === 'ExternalName' || spec?.clusterIP === 'None') return false;
    const more = addresses.length === 1 ? '' : ` and ${addresses.length - 1} more`;
    return { path: 'spec.externalIPs', message: `spec.externalIPs claims ${quoted(addresses[0])}${more}` };
  },
  fix: { spec: { externalIPs: null } },

  examples: {
    violating: {
      'there is one': { spec: { externalIPs: ['203.0.113.7'] } },
      'there are several': { spec: { externalIPs: ['203.0.113.7', '10.0.0.1'] } },
      'the Service is a load balancer as well': { spec: { type: 'LoadBalancer', externalIPs: ['203.0.113.7'] } },
    },
    compliant: {
      'the list is absent': {},
      'the list is null': { spec: { externalIPs: null } },
      'the list is empty': { spec: { externalIPs: [] } },
      'a headless Service is not proxied': { spec: { clusterIP: 'None', externalIPs: ['203.0.113.7'] } },
      'an external name is not proxied': {
        spec: { type: 'ExternalName', externalName: 'db.example', externalIPs: ['203.0.113.7'] },
      },
      'the address of a load balancer is another field': {
        spec: { type: 'LoadBalancer', loadBalancerIP: '203.0.113.7' },
      },
    },
  },
});
