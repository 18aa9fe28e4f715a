import type { ProbeDeps } from '../probes/choose.ts';
import type { Probe } from '../probes/probe.ts';
import { createConfigzReader, type KubeletAccess } from './configz.ts';
import { readKubelets } from './read-kubelets.ts';

/** Reads the configuration of every kubelet; nodes are those that were listed. */
export function kubeletProbe(
  access: KubeletAccess,
  { api, connection, nodes }: Pick<ProbeDeps, 'api' | 'connection' | 'nodes'>,
): Probe {
  const { read, close } = createConfigzReader(access, { api, connection });
  return {
    name: 'kubelets',
    kinds: ['KubeletConfig'],
    async read(signal) {
      const addresses = nodes();
      if (addresses === undefined) return [{ kind: 'KubeletConfig', failure: 'the nodes are not listed yet' }];
      const observed = await readKubelets(addresses, { read, mode: access.mode }, signal);
      return [{ kind: 'KubeletConfig', observed, incomplete: observed.some(({ object }) => 'unread' in object) }];
    },
    close,
  };
}
