import { isRecord } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import {
  apiServerVulnerabilities,
  kubeletVulnerabilities,
  runtimeVulnerabilities,
  vulnerabilitiesAsOf,
  type Vulnerability,
} from '../data/known-vulnerabilities.ts';
import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { isSet } from '../subjects/field.ts';
import { versioned } from '../subjects/versioned.ts';
import { weaknessesOf } from '../subjects/vulnerability.ts';
import { clipped, listed, plain } from '../text.ts';

export const k8sKnownCve = defineCheck({
  id: 'k8s-known-cve',
  title: 'Component has a known hole',
  category: 'cluster',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { nsa: ['upgrading'], mitre: ['T1068', 'T1611'] },
  because:
    'How to use the hole is public, and so is the release that closes it: what is left is to look for who has not upgraded.',
  remedy:
    'Upgrade to the release that is named, or a later one. Where a vendor fixed it under the same number, name the CVE in the parameter `accepted`.',

  subject: versioned,
  fields: ['status.nodeInfo.kubeletVersion', 'status.nodeInfo.containerRuntimeVersion', 'spec.version'],
  parameters: { accepted: words([], `CVEs that do not count here, of those known on ${vulnerabilitiesAsOf}.`) },
  violatedBy(object, _world, { accepted }) {
    const found: Offence[] = [];
    const look = (
      path: string,
      component: string,
      release: unknown,
      known: readonly Vulnerability[],
      system?: unknown,
    ) => {
      const weak = weaknessesOf(release, known, system, accepted);
      if (weak.length === 0) return;
      const holes = listed(
        weak.map(({ id, says, fixed }) => `${id} (${says}; fixed in ${fixed})`),
        3,
      );
      found.push({
        path,
        part: component,
        message: clipped(`${path.split('.').at(-1)} ${plain(String(release))} of ${component}: ${holes}`),
      });
    };
    if (object.kind === 'ControlPlane') {
      look('spec.version', 'kube-apiserver', object.spec?.version, apiServerVulnerabilities);
      return found;
    }
    const info = object.status?.nodeInfo;
    if (!isRecord(info)) return 'not_applicable';
    const { kubeletVersion, containerRuntimeVersion, operatingSystem } = info;
    look('status.nodeInfo.kubeletVersion', 'kubelet', kubeletVersion, kubeletVulnerabilities, operatingSystem);
    if (isSet(containerRuntimeVersion) && typeof containerRuntimeVersion === 'string') {
      const [runtime = '', release] = containerRuntimeVersion.split('://', 2);
      const known = Object.hasOwn(runtimeVulnerabilities, runtime) ? runtimeVulnerabilities[runtime] : undefined;
      if (known !== undefined)
        look('status.nodeInfo.containerRuntimeVersion', runtime, release, known, operatingSystem);
    }
    return found;
  },

  examples: {
    violating: {
      'a kubelet runs commands of gitRepo volumes': { status: { nodeInfo: { kubeletVersion: 'v1.29.6' } } },
      'a kubelet is older than every fix': { status: { nodeInfo: { kubeletVersion: 'v1.18.2-gke.100' } } },
      'a runtime reads files of the host for an image': {
        status: { nodeInfo: { containerRuntimeVersion: 'containerd://1.5.9' } },
      },
      'a hole is of Windows, and so is the node': {
        status: { nodeInfo: { kubeletVersion: 'v1.32.0', operatingSystem: 'windows' } },
      },
    },
    compliant: {
      'everything is current': {},
      'it is just the release with the fix': { status: { nodeInfo: { kubeletVersion: 'v1.30.3' } } },
      'a hole is of Windows, and the node is not': {
        status: { nodeInfo: { kubeletVersion: 'v1.32.0', operatingSystem: 'linux' } },
      },
      'the runtime is another one': { status: { nodeInfo: { containerRuntimeVersion: 'docker://20.10.7' } } },
      'the version cannot be read': { status: { nodeInfo: { kubeletVersion: 'custom' } } },
      'a vendor fixed it under the same number': setTo(
        { accepted: ['CVE-2024-10220'] },
        { status: { nodeInfo: { kubeletVersion: 'v1.29.6' } } },
      ),
    },
  },
});
