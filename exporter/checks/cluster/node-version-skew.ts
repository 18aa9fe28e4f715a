import { at } from '../../model/record.ts';
import { atLeast, formatVersion, parseVersion } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { node } from '../subjects/node.ts';
import { plain } from '../text.ts';

export const nodeVersionSkew = defineCheck({
  id: 'node-version-skew',
  title: 'Kubelet is too far from the API server',
  category: 'cluster',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['upgrading'] },
  because:
    'Nobody tests such a pair: fields that protect pods are dropped without a word, and a node that was left behind is missing years of fixes.',
  remedy: 'Upgrade the node to the minor release of the API server; never let it run ahead.',

  subject: node,
  fields: ['status.nodeInfo.kubeletVersion'],
  violatedBy(object, { version }) {
    const told = at(object, 'status', 'nodeInfo', 'kubeletVersion');
    const kubelet = typeof told === 'string' ? parseVersion(told) : undefined;
    if (kubelet === undefined || kubelet.major !== version.major)
      return kubelet === undefined ? 'not_applicable' : false;
    // Version skew policy: three minor releases since 1.28, two before.
    const behind = atLeast(version, 1, 28) ? 3 : 2;
    const distance = version.minor - kubelet.minor;
    if (distance >= 0 && distance <= behind) return false;
    const why = distance < 0 ? 'is ahead of' : `is more than ${behind} minor releases behind`;
    return {
      path: 'status.nodeInfo.kubeletVersion',
      message: `kubeletVersion ${plain(String(told))} ${why} the API server (${formatVersion(version)})`,
    };
  },

  examples: {
    violating: {
      'it is four minor releases behind': { status: { nodeInfo: { kubeletVersion: 'v1.33.9' } } },
      'it is one ahead': onVersion('1.36', { status: { nodeInfo: { kubeletVersion: 'v1.37.0' } } }),
      'it is three behind, before releases allowed it': onVersion('1.27', {
        status: { nodeInfo: { kubeletVersion: 'v1.24.17-eks-ae9a62a' } },
      }),
    },
    compliant: {
      'it is the same': {},
      'it is three minor releases behind': { status: { nodeInfo: { kubeletVersion: 'v1.34.2' } } },
      'it differs by patches only': onVersion('1.36', { status: { nodeInfo: { kubeletVersion: 'v1.36.9' } } }),
    },
    notApplicable: { 'the node tells no version': { status: { nodeInfo: undefined } } },
  },
});
