import { Unseen } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { namespace } from '../subjects/namespace.ts';
import { networkPlugin } from '../subjects/network-plugin.ts';
import { quoted } from '../text.ts';

const system = { metadata: { name: 'kube-system' } };
const daemon = (name: string, ...containers: readonly object[]): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace: 'kube-system' },
  spec: { template: { spec: { containers } } },
});
const netd = daemon('netd', { name: 'netd', image: 'gke.gcr.io/netd:v0.5.28' });
const flannel = daemon('kube-flannel-ds', { name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4' });
const amazon = (...args: readonly string[]): Manifest =>
  daemon(
    'aws-node',
    { name: 'aws-node', image: '602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.20.4' },
    {
      name: 'aws-eks-nodeagent',
      image: '602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon/aws-network-policy-agent:v1.2.7',
      args,
    },
  );

export const netpolCniUnsupported = defineCheck({
  id: 'netpol-cni-unsupported',
  title: 'Network plugin ignores network policies',
  category: 'network',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { cis: ['5.3.1'], nsa: ['network-separation'] },
  because:
    'The API server accepts network policies whatever the network does with them: here they are decoration, and every pod reaches every other one.',
  remedy:
    'Install a plugin that enforces policies (Calico, Cilium, Antrea …), or switch enforcement on in the one that is there.',
  paste: yaml`
    # Calico through its operator, for example; Amazon, Azure and Google have a setting for it.
    apiVersion: operator.tigera.io/v1
    kind: Installation
    metadata:
      name: default
    spec:
      cni:
        type: Calico
  `,

  subject: namespace,
  fields: ['metadata.name'],
  reads: ['DaemonSet'],
  violatedBy({ metadata: { name } }, world) {
    // The one namespace that every cluster has stands for the cluster.
    if (name !== 'kube-system') return 'not_applicable';
    const plugin = networkPlugin(world);
    if (plugin === undefined) throw new Unseen('none of the DaemonSets is a network plugin that is known here');
    if (plugin.enforces) return false;
    const { namespace: home, name: daemonName } = plugin.daemon.metadata;
    return {
      path: 'metadata.name',
      message: `${plugin.name} (DaemonSet ${quoted(`${home}/${daemonName}`)}) connects the pods and enforces no network policy`,
    };
  },

  examples: {
    violating: {
      'Flannel is alone': given(system, flannel),
      'the agent of Amazon is not told to enforce': given(
        system,
        amazon('--enable-ipv6=false', '--enable-network-policy=false'),
      ),
      'kindnet is old': given(
        system,
        daemon('kindnet', { name: 'kindnet-cni', image: 'docker.io/kindest/kindnetd:v20240202-8f1494ea' }),
      ),
      'GKE was made without policies': given(system, netd),
      'Azure was made without policies': given(
        system,
        daemon('azure-cns', { name: 'cns-container', image: 'mcr.microsoft.com/containernetworking/azure-cns:v1.7.2' }),
      ),
    },
    compliant: {
      'Dataplane V2 of GKE enforces beside its agent': given(
        system,
        netd,
        daemon('anetd', { name: 'cilium-agent', image: 'gke.gcr.io/cilium/cilium:v1.18.2-gke.29' }),
      ),
      'Calico is there': given(
        system,
        daemon('calico-node', { name: 'calico-node', image: 'docker.io/calico/node:v3.31.2' }),
      ),
      'Calico enforces beside Flannel': given(
        system,
        flannel,
        daemon('canal', { name: 'calico-node', image: 'rancher/mirrored-calico-node:v3.31.2' }),
      ),
      'Cilium is there': given(
        system,
        daemon('cilium', { name: 'cilium-agent', image: `quay.io/cilium/cilium:v1.18.4@sha256:${'0'.repeat(64)}` }),
      ),
      'Antrea is there': given(
        system,
        daemon('antrea-agent', { name: 'antrea-agent', image: 'antrea/antrea-agent-ubuntu:v2.4.0' }),
      ),
      'the agent of Amazon is told to enforce': given(system, amazon('--enable-network-policy=true')),
      'kindnet is recent': given(
        system,
        daemon('kindnet', { name: 'kindnet-cni', image: 'docker.io/kindest/kindnetd:v20251017-2e1ab1f8' }),
      ),
      'Azure has its policy manager': given(
        system,
        daemon('azure-npm', { name: 'azure-npm', image: 'mcr.microsoft.com/containernetworking/azure-npm:v1.6.21' }),
      ),
    },
    notApplicable: {
      'another namespace does not stand for the cluster': given({}, flannel),
    },
  },
});
