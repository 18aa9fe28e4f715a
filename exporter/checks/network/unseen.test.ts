import { expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import type { Check } from '../define.ts';
import type { Manifest } from '../patch.ts';
import { calicoGlobalPolicy, denyAll } from '../subjects/network-policy.ts';
import { soundPod } from '../subjects/pod.ts';
import { netpolCniUnsupported } from './netpol-cni-unsupported.ts';
import { netpolIngressUncovered } from './netpol-ingress-uncovered.ts';
import { netpolMetadataEgress } from './netpol-metadata-egress.ts';

const hard = calicoGlobalPolicy({ selector: 'app = maybe', types: ['Ingress', 'Egress'] });
const byAccount = calicoGlobalPolicy({ serviceAccountSelector: "team == 'shop'", types: ['Ingress', 'Egress'] });
const amazon: Manifest = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1' },
  spec: { providerID: 'aws:///eu-west-1a/i-0123456789abcdef0' },
};
const system: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } };
const proxy: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kube-proxy', namespace: 'kube-system' },
  spec: { template: { spec: { containers: [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.37.0' }] } } },
};

it.each<readonly [string, Check, readonly [Manifest, ...Manifest[]], RegExp]>([
  ['a selector that is not understood', netpolIngressUncovered, [soundPod({}), hard], /GlobalNetworkPolicy deny/],
  ['a selector of service accounts', netpolIngressUncovered, [soundPod({}), byAccount], /GlobalNetworkPolicy deny/],
  ['what it means for metadata', netpolMetadataEgress, [soundPod({}), amazon, hard], /GlobalNetworkPolicy deny/],
  ['a network plugin that is not known', netpolCniUnsupported, [system, proxy], /known here/],
])('%s leaves the result unknown', (_what, check, manifests, reason) => {
  const judgment = judge(check, manifests);
  expect(judgment.result).toBe('unknown');
  expect(judgment.reason).toMatch(reason);
});

it('another policy that covers the pod settles it', () => {
  expect(judge(netpolIngressUncovered, [soundPod({}), hard, denyAll({})]).result).toBe('pass');
});
