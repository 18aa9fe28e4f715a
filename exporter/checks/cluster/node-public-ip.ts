import { defineCheck } from '../define.ts';
import { isPrivate } from '../subjects/address-range.ts';
import { entries, isSet } from '../subjects/field.ts';
import { node } from '../subjects/node.ts';
import { plain } from '../text.ts';

export const nodePublicIp = defineCheck({
  id: 'node-public-ip',
  title: 'Node has a public address',
  category: 'cluster',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { eks: ['5.4.3'], aks: ['5.4.3'], gke: ['5.6.5'], nsa: ['worker-nodes'], mitre: ['T1133'] },
  because:
    'Between the internet and kubelet, SSH and every NodePort stands one rule of a firewall, which somebody opens one day.',
  remedy: 'Make nodes without public addresses, and let them reach the internet through a NAT gateway.',

  subject: node,
  fields: ['status.addresses'],
  violatedBy({ status }) {
    for (const address of entries(status?.addresses)) {
      if (!isSet(address) || address.type !== 'ExternalIP') continue;
      if (typeof address.address !== 'string' || address.address === '' || isPrivate(address.address)) continue;
      return { path: 'status.addresses', message: `addresses has the external ${plain(address.address)}` };
    }
    return false;
  },

  examples: {
    violating: {
      'it has an external address': {
        status: {
          addresses: [
            { type: 'InternalIP', address: '10.0.0.11' },
            { type: 'ExternalIP', address: '203.0.113.7' },
          ],
        },
      },
      'it has one of IPv6': { status: { addresses: [{ type: 'ExternalIP', address: '2001:db8::7' }] } },
    },
    compliant: {
      'it has internal ones only': {},
      'what is called external is private': { status: { addresses: [{ type: 'ExternalIP', address: '192.168.4.7' }] } },
      'it has an external name only': { status: { addresses: [{ type: 'ExternalDNS', address: 'node.example' }] } },
      'it has none': { status: { addresses: undefined } },
      'the external one is empty': { status: { addresses: [{ type: 'ExternalIP', address: '' }] } },
    },
  },
});
