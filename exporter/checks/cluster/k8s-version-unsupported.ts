import { z } from 'zod';
import { at } from '../../model/record.ts';
import { parseVersion } from '../../model/version.ts';
import { Unseen } from '../../model/world.ts';
import { endOfLife, releasesAsOf } from '../data/kubernetes-releases.ts';
import { defineCheck } from '../define.ts';
import { setTo } from '../patch.ts';
import { controlPlane } from '../subjects/control-plane.ts';
import { plain } from '../text.ts';

export const k8sVersionUnsupported = defineCheck({
  id: 'k8s-version-unsupported',
  title: 'Kubernetes release gets no more fixes',
  category: 'cluster',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['upgrading'], mitre: ['T1190'] },
  because:
    'Holes that are found from now on stay open here, while the fix for newer releases shows attackers where to look.',
  remedy:
    'Upgrade, one minor release at a time. Where a vendor gives fixes for longer, say until when in the parameter `endOfLife`.',

  subject: controlPlane,
  fields: ['spec.version'],
  parameters: {
    endOfLife: z
      .record(z.string().regex(/^\d+\.\d+$/), z.iso.date())
      .default({})
      .describe(`Last day of support by minor release, where it differs from what was known on ${releasesAsOf}.`),
  },
  violatedBy(object, world, settings) {
    const gitVersion = at(object, 'spec', 'version');
    const version = typeof gitVersion === 'string' ? parseVersion(gitVersion) : undefined;
    if (version === undefined) throw new Unseen('the API server did not tell its version');
    const known: Readonly<Record<string, string>> = { ...endOfLife, ...settings.endOfLife };
    const ended = known[`${version.major}.${version.minor}`];
    // What is older than the table ended before it was made, what is newer has not ended.
    const isOlder = Object.keys(endOfLife).every(
      (minor) => version.major < 1 || version.minor < Number(minor.split('.')[1]),
    );
    if (ended === undefined ? !isOlder : world.today <= Date.parse(ended)) return false;
    return {
      path: 'spec.version',
      message: `version ${plain(String(gitVersion))} ${ended === undefined ? 'has long ended' : `got its last fixes by ${ended}`}`,
    };
  },

  examples: {
    violating: {
      'its support has ended': { spec: { version: 'v1.32.9' } },
      'it is older than every release that is known': { spec: { version: 'v1.19.3' } },
      'a vendor builds it': { spec: { version: 'v1.31.6-eks-1552ad0' } },
      'policy ends support earlier': setTo({ endOfLife: { '1.35': '2026-06-01' } }, { spec: { version: 'v1.35.2' } }),
    },
    compliant: {
      'it is the newest': {},
      'its support ends soon': { spec: { version: 'v1.33.4' } },
      'it is newer than every release that is known': { spec: { version: 'v1.99.0' } },
      'a vendor gives fixes for longer': setTo(
        { endOfLife: { '1.32': '2027-03-23' } },
        { spec: { version: 'v1.32.9-eks-1552ad0' } },
      ),
    },
  },
});
