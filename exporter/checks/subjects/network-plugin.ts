import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';

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
  readonly enforces: boolean | ((daemon: KubeObject) => boolean);
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
      const images = containersOf(daemon).map(({ image }) => repositoryOf(image));
      for (const { name, image, enforces } of known) {
        if (!images.some((one) => image.test(one))) continue;
        const plugin = { name, daemon, enforces: typeof enforces === 'boolean' ? enforces : enforces(daemon) };
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

function containersOf(daemon: KubeObject): readonly Record<string, unknown>[] {
  const spec = at(daemon, 'spec', 'template', 'spec');
  return [...records(at(spec, 'containers')), ...records(at(spec, 'initContainers'))];
}

const longestImage = 512;

function repositoryOf(image: unknown): string {
  if (typeof image !== 'string') return '';
  const [name = ''] = image.slice(0, longestImage).split('@', 1);
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** Amazon's plugin leaves policies to an agent beside it, which does nothing until it is told to. */
function hasNetworkPolicyAgent(daemon: KubeObject): boolean {
  return containersOf(daemon).some(({ args }) => Array.isArray(args) && args.includes('--enable-network-policy=true'));
}

/** Kindnet enforces policies since v20240813, which kind 0.24 brought. */
function isRecentKindnet(daemon: KubeObject): boolean {
  return containersOf(daemon).some(({ image }) => {
    const built = /:v(\d{8})(?!\d)/.exec(typeof image === 'string' ? image.slice(0, longestImage) : '')?.[1];
    return built !== undefined && built >= '20240813';
  });
}
