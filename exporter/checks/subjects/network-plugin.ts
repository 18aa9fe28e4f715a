import { repositoryName } from '../../model/image.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Derivation, World } from '../../model/world.ts';
import { strings } from './field.ts';
import { podView, type PodView } from './pod-view.ts';

/** What of a cluster makes network policies work, or not. */
export interface NetworkPlugin {
  readonly name: string;
  readonly enforces: boolean;
  readonly daemon: KubeObject;
}

interface Known {
  readonly name: string;
  /** Matched against the repositories of the images of a DaemonSet, by which what was installed is told, not by its name. */
  readonly image: RegExp;
  readonly enforces: boolean | ((pod: PodView) => boolean);
}

const known: readonly Known[] = [
  { name: 'Calico', image: /(?:^|[/-])calico[/-]node$/, enforces: true },
  {
    name: 'Cilium',
    image: /(?:^|\/)cilium\/cilium(?:-[a-z-]+)?$|(?:^|\/)(?:cilium\/)?anetd?$|(?:^|\/)cilium-agent$/,
    enforces: true,
  },
  { name: 'Antrea', image: /(?:^|\/)antrea\/antrea-(?:agent-)?[a-z]+$/, enforces: true },
  { name: 'kube-router', image: /(?:^|\/)kube-router$/, enforces: true },
  { name: 'Weave Net', image: /(?:^|\/)weave-npc$/, enforces: true },
  { name: 'OVN-Kubernetes', image: /(?:^|\/)ovn-kube(?:rnetes)?(?:-[a-z]+)?$/, enforces: true },
  { name: 'Kube-OVN', image: /(?:^|\/)kube-ovn$/, enforces: true },
  { name: 'Azure Network Policy Manager', image: /(?:^|\/)azure-npm$/, enforces: true },
  { name: 'kube-network-policies', image: /(?:^|\/)kube-network-policies$/, enforces: true },
  { name: 'the VPC plugin of Amazon', image: /(?:^|\/)amazon-k8s-cni$/, enforces: hasNetworkPolicyAgent },
  { name: 'kindnet', image: /(?:^|\/)kindnetd$/, enforces: isRecentKindnet },
  {
    name: 'Flannel',
    image: /(?:^|\/)(?:flannel|mirrored-flannelcni-flannel|mirrored-flannel-io-flannel)$/,
    enforces: false,
  },
  // What these providers run in every cluster; policies take a plugin beside it.
  { name: 'the network of GKE', image: /(?:^|\/)netd$/, enforces: false },
  { name: 'the network of Azure', image: /(?:^|\/)azure-cns$/, enforces: false },
];

const pluginOfCluster: Derivation<NetworkPlugin | undefined> = {
  name: 'network-plugin',
  from(world) {
    let found: NetworkPlugin | undefined;
    for (const daemon of world.list('DaemonSet')) {
      const pod = podView('DaemonSet', daemon);
      const images = pod.containers.flatMap(({ image }) => (image === undefined ? [] : [repositoryName(image)]));
      for (const { name, image, enforces } of known) {
        if (!images.some((one) => image.test(one))) continue;
        const plugin = { name, daemon, enforces: typeof enforces === 'boolean' ? enforces : enforces(pod) };
        if (plugin.enforces) return plugin;
        found ??= plugin;
      }
    }
    return found;
  },
};

/** The network plugin that is known to enforce policies, else one that is known not to; a check that asks reads `DaemonSet`. */
export function networkPlugin(world: World): NetworkPlugin | undefined {
  return world.derived(pluginOfCluster, '');
}

/** Amazon's plugin leaves policies to an agent beside it, which does nothing until it is told to. */
function hasNetworkPolicyAgent({ containers }: PodView): boolean {
  return containers.some(({ container }) => strings(container.args).includes('--enable-network-policy=true'));
}

/** Kindnet enforces policies since v20240813, which kind 0.24 brought. */
function isRecentKindnet({ containers }: PodView): boolean {
  return containers.some(({ image }) => {
    const built = /^v(\d{8})(?!\d)/.exec(image?.tag ?? '')?.[1];
    return built !== undefined && built >= '20240813';
  });
}
