import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { isRecord } from '../../model/record.ts';
import { yaml } from '../paste.ts';
import { ruleAllowsAll } from '../subjects/allowance.ts';
import { entries } from '../subjects/field.ts';
import { directions, policyTypes } from '../subjects/isolation.ts';
import { networkPolicy } from '../subjects/network-policy.ts';

const whom = { ingress: 'everybody may connect to', egress: 'may connect to everything from' } as const;

export const netpolAllowAll = defineCheck({
  id: 'netpol-allow-all',
  title: 'Network policy allows everything',
  category: 'network',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['network-separation'] },
  because:
    'Policies add up: one rule without limits undoes every other policy of its pods, and reports go on to show them as covered.',
  remedy: 'Name the peers or the ports in the rule, or delete it.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: app
      namespace: shop
    spec:
      podSelector:
        matchLabels:
          app: app
      policyTypes: [Ingress]
      ingress:
        # Who connects, and to which port; an empty rule lets everybody in.
        - from:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: edge
          ports:
            - protocol: TCP
              port: 8080
  `,

  subject: networkPolicy,
  fields: ['spec.ingress', 'spec.egress'],
  violatedBy(policy) {
    const types = policyTypes(policy);
    let offences: Offence[] | undefined;
    for (const direction of directions) {
      // Rules of a direction that the policy has no type for are ignored.
      if (!types[direction]) continue;
      let index = -1;
      for (const rule of entries<object>(policy.spec?.[direction])) {
        index++;
        if (!isRecord(rule) || !ruleAllowsAll(rule, direction)) continue;
        const path = `spec.${direction}[${index}]`;
        (offences ??= []).push({ path, message: `${path}: ${whom[direction]} the selected pods, on every port` });
      }
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a rule for ingress is empty': { spec: { ingress: [{}] } },
      'a rule for egress is empty': { spec: { egress: [{}] } },
      'the lists of a rule are empty': { spec: { ingress: [{ from: [], ports: [] }] } },
      'the lists of a rule are null': { spec: { ingress: [{ from: null, ports: null }] } },
      'a rule allows every address': { spec: { ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] } },
      'a rule allows every address of IPv6': { spec: { egress: [{ to: [{ ipBlock: { cidr: '::/0' } }] }] } },
      'one of several peers is every address': {
        spec: { egress: [{ to: [{ podSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0' } }] }] },
      },
      'a rule lets in every pod of every namespace': { spec: { ingress: [{ from: [{ namespaceSelector: {} }] }] } },
      'it is for a few pods only': {
        spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{}] },
      },
      'a rule for egress brings its type along': { spec: { policyTypes: undefined, egress: [{}] } },
    },
    compliant: {
      'there are no rules': {},
      'the lists of rules are empty': { spec: { ingress: [], egress: [] } },
      'a rule names ports': { spec: { ingress: [{ ports: [{ port: 8443 }] }] } },
      'a rule allows every address on one port': {
        spec: { ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 8443 }] }] },
      },
      'a rule excepts addresses': {
        spec: { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.0.0/16'] } }] }] },
      },
      'a rule names pods of the namespace': { spec: { ingress: [{ from: [{ podSelector: {} }] }] } },
      'a rule names pods of every namespace': {
        spec: { ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'proxy' } } }] }] },
      },
      'the policy has no type for the rule': { spec: { policyTypes: ['Ingress'], egress: [{}] } },
      'a range is smaller': { spec: { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] } },
    },
  },
});
