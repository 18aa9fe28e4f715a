import { at } from '../../model/record.ts';
import { osEndOfLife, osReleasesAsOf } from '../data/os-releases.ts';
import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { node } from '../subjects/node.ts';
import { plain } from '../text.ts';

export const nodeOsEol = defineCheck({
  id: 'node-os-eol',
  title: 'System of the node gets no more fixes',
  category: 'cluster',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { nsa: ['worker-nodes', 'upgrading'], mitre: ['T1068'] },
  optional: true,
  because: 'A container needs one hole of the kernel to break out, and here they stay open.',
  remedy:
    'Replace the node by one with a current image. Where a contract gives fixes for longer, name the system in `accepted`.',

  subject: node,
  fields: ['status.nodeInfo.osImage'],
  parameters: {
    accepted: words(
      [],
      `Systems that do not count here, by how \`osImage\` begins, of those known on ${osReleasesAsOf}.`,
    ),
  },
  violatedBy(object, world, { accepted }) {
    const image = at(object, 'status', 'nodeInfo', 'osImage');
    if (typeof image !== 'string' || image === '') return 'not_applicable';
    const ends = osEndOfLife.find(([system]) => system.test(image))?.[1];
    if (ends === undefined || world.today <= Date.parse(ends)) return false;
    if (accepted.some((system) => image.startsWith(system))) return false;
    return { path: 'status.nodeInfo.osImage', message: `osImage ${plain(image)} got its last fixes by ${ends}` };
  },

  examples: {
    violating: {
      'its support has ended': { status: { nodeInfo: { osImage: 'Ubuntu 20.04.6 LTS' } } },
      'it ended long ago': { status: { nodeInfo: { osImage: 'CentOS Linux 7 (Core)' } } },
    },
    compliant: {
      'it is current': {},
      'its support ends soon': { status: { nodeInfo: { osImage: 'Amazon Linux 2' } } },
      'a later one begins alike': { status: { nodeInfo: { osImage: 'Amazon Linux 2023.9.20251014' } } },
      'it is made for containers and replaced whole': {
        status: { nodeInfo: { osImage: 'Bottlerocket OS 1.49.0 (aws-k8s-1.34)' } },
      },
      'a contract gives fixes for longer': setTo(
        { accepted: ['Ubuntu 20.04'] },
        { status: { nodeInfo: { osImage: 'Ubuntu 20.04.6 LTS' } } },
      ),
    },
    notApplicable: { 'the node does not tell': { status: { nodeInfo: undefined } } },
  },
});
