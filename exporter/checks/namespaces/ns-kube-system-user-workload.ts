import { parseImage } from '../../model/image.ts';
import type { PodTemplate } from '../../model/pod.ts';
import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo, type Patch } from '../patch.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { comesFrom } from '../subjects/registry.ts';
import { podMakers } from '../subjects/selection.ts';
import { quoted } from '../text.ts';

/** Labels and annotations that the addon manager and the kubelet put on what they run. */
const marks = ['addonmanager.kubernetes.io/mode', 'kubernetes.io/cluster-service', 'eks.amazonaws.com/component'];
const mirror = 'kubernetes.io/config.mirror';

const inKubeSystem = (name: string, image: string, more: object = {}): Patch<PodTemplate> => ({
  metadata: { name, namespace: 'kube-system', ...more } as Patch<PodTemplate>['metadata'],
  spec: { containers: [containerWith({ image })] },
});

export const nsKubeSystemUserWorkload = defineCheck({
  id: 'ns-kube-system-user-workload',
  title: 'Workload that is not of the platform runs in kube-system',
  category: 'namespaces',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['network-separation'] },
  because:
    'The namespace is exempt from most policies and holds powerful service accounts: a program there escapes what holds for all others, and intruders hide among its neighbours.',
  remedy:
    'Move the workload to a namespace of its own; if it is a component of the platform, name it in the parameters.',
  paste: yaml`
    # kustomization.yaml beside the manifests: it makes them anew in the namespace.
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    namespace: shop
    resources:
      - namespace.yaml
      - app.yaml
  `,

  subject: { ...pod, kinds: podMakers },
  fields: ['metadata.namespace'],
  parameters: {
    namespaces: words(['kube-system'], 'Namespaces that are for components of the platform alone.'),
    components: words(
      [
        'aws-*',
        'azure-*',
        'calico-*',
        'canal*',
        'cilium*',
        'cloud-controller-manager*',
        'cloud-node-manager*',
        'cluster-autoscaler*',
        'coredns*',
        'csi-*',
        'ebs-csi-*',
        'efs-csi-*',
        'eks-*',
        'etcd*',
        'event-exporter-gke',
        'fluentbit-gke*',
        'gke-*',
        'helm-install-*',
        'hubble-*',
        'ip-masq-agent',
        'karpenter*',
        'kindnet*',
        'konnectivity-agent*',
        'kube-*',
        'kubernetes-dashboard*',
        'local-path-provisioner',
        'metrics-server*',
        'netd',
        'node-local-dns*',
        'nodelocaldns*',
        'pdcsi-node*',
        'snapshot-controller*',
        'svclb-*',
        'tigera-operator',
        'traefik*',
        'vpa-*',
      ],
      'Names of components that belong there; `*` at the end matches any rest.',
    ),
    images: words(
      ['registry.k8s.io', 'k8s.gcr.io', 'gke.gcr.io', 'mcr.microsoft.com', '*.amazonaws.com/eks', 'public.ecr.aws/eks'],
      'Registries, or repositories below one, whose images are of the platform.',
    ),
  },
  violatedBy(view, _world, { namespaces, components, images }) {
    const { namespace, name } = view.object.metadata;
    if (!matchesName(namespaces, namespace)) return 'not_applicable';
    if (isMarked(view) || matchesName(components, name)) return false;
    if (view.containers.every(({ container: { image } }) => isOfPlatform(image, images))) return false;
    return {
      path: 'metadata.namespace',
      message: `metadata.namespace is ${quoted(namespace)}, and ${quoted(name)} is no known component of the platform`,
    };
  },

  examples: {
    violating: {
      'it is an application': inKubeSystem('shop', 'registry.example/shop:1'),
      'only one of its images is of the platform': {
        ...inKubeSystem('shop', 'registry.k8s.io/pause:3.10'),
        spec: {
          containers: [
            containerWith({ image: 'registry.k8s.io/pause:3.10' }),
            containerWith({ name: 'miner', image: 'docker.io/evil/miner:1' }),
          ],
        },
      },
      'its registry only begins like that of the platform': inKubeSystem('shop', 'registry.k8s.io.evil.test/shop:1'),
      'a label that everybody uses proves nothing': inKubeSystem('shop', 'registry.example/shop:1', {
        labels: { 'k8s-app': 'kube-dns' },
      }),
      'policy names another namespace': setTo(
        { namespaces: ['platform-*'] },
        { metadata: { name: 'shop', namespace: 'platform-dns' } as Patch<PodTemplate>['metadata'] },
      ),
    },
    compliant: {
      'it is a component by its name': inKubeSystem('coredns', 'registry.example/mirror/coredns:1.12'),
      'it is a component by its image': inKubeSystem('node-problem-detector', 'registry.k8s.io/npd/npd:v1'),
      'the addon manager put it there': inKubeSystem('dns-controller', 'registry.example/dns:1', {
        labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' },
      }),
      'policy says that it belongs there': setTo(
        { components: ['backup-*'] },
        inKubeSystem('backup-agent', 'registry.example/backup:1'),
      ),
      'policy says that its images do': setTo(
        { images: ['registry.example/platform'] },
        inKubeSystem('agent', 'registry.example/platform/agent:1'),
      ),
    },
    notApplicable: { 'it runs in another namespace': {} },
  },
});

function isMarked({ object: { metadata }, labels }: PodView): boolean {
  if (metadata.annotations?.[mirror] !== undefined) return true;
  return marks.some((mark) => metadata.labels?.[mark] !== undefined || labels[mark] !== undefined);
}

function isOfPlatform(image: unknown, places: readonly string[]): boolean {
  const parsed = typeof image === 'string' ? parseImage(image) : undefined;
  return parsed !== undefined && comesFrom(parsed, places);
}
