import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { podSelectorOf } from '../subjects/isolation.ts';
import { networkPolicy } from '../subjects/network-policy.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers, podsSelected, selectsEverything } from '../subjects/selection.ts';

const forWeb = { spec: { podSelector: { matchLabels: { app: 'web' } } } };

export const netpolDangling = defineCheck({
  id: 'netpol-dangling',
  title: 'Network policy selects no pod',
  category: 'network',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['network-separation'] },
  because:
    'Whoever wrote the policy believes that something is protected; a label that was renamed since leaves it open.',
  remedy: 'Correct the labels that the policy selects by, or delete it.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: app
      namespace: shop
    spec:
      # Labels that the pods have: kubectl get pods -n shop --show-labels
      podSelector:
        matchLabels:
          app: app
      policyTypes: [Ingress]
      ingress:
        - from:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: edge
          ports:
            - protocol: TCP
              port: 8080
  `,

  subject: networkPolicy,
  fields: ['spec.podSelector'],
  reads: podMakers,
  violatedBy(policy, world) {
    const selector = podSelectorOf(policy);
    if (selectsEverything(selector)) return false;
    return podsSelected(selector, policy.metadata.namespace, world).length === 0
      ? { path: 'spec.podSelector', message: 'the policy selects no pod and no workload of its namespace' }
      : false;
  },

  examples: {
    violating: {
      'there is no pod': forWeb,
      'the labels differ': given(forWeb, soundPod({})),
      'the pod is in another namespace': given(forWeb, {
        ...soundPod({}),
        metadata: { name: 'web', namespace: 'bank', labels: { app: 'web' } },
      }),
    },
    compliant: {
      'it selects every pod, those to come included': {},
      'it names no pods and so selects all': { spec: { podSelector: null } },
      'it selects a pod': given(forWeb, soundPod({ metadata: { labels: { app: 'web' } } })),
      'it selects the pods of a workload that runs none now': given(forWeb, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          replicas: 0,
          template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } },
        },
      }),
    },
  },
});
