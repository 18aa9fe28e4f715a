import { defineCheck } from '../define.ts';
import { count } from '../parameters.ts';
import { onVersion, setTo } from '../patch.ts';
import { namespace } from '../subjects/namespace.ts';
import { enforceLabel, enforceVersionLabel } from '../subjects/pod-security-label.ts';

/** As the admission reads it; anything else counts as `latest` there. */
const pinned = /^v1\.(0|[1-9]\d{0,3})$/;

export const nsPsaVersionStale = defineCheck({
  id: 'ns-psa-version-stale',
  title: 'Namespace enforces the Pod Security standard of an old release',
  category: 'namespaces',
  optional: true,
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: {},
  because: 'Controls that the standard gained since then do not count here: pods that it refuses today are admitted.',
  remedy: 'Raise the pinned version with each release of the cluster, or remove the label to follow the newest.',

  subject: namespace,
  fields: ['metadata.labels'],
  parameters: { releases: count(3, { min: 0, max: 20 }, 'How many minor releases a pinned version may lag behind.') },
  violatedBy({ metadata: { labels } }, { version }, settings) {
    const text = labels?.[enforceVersionLabel];
    // Without a level, and with the level that demands nothing, the version decides nothing.
    const level = labels?.[enforceLabel];
    if (level === undefined || level === 'privileged' || typeof text !== 'string') return 'not_applicable';
    const minor = pinned.exec(text)?.[1];
    if (minor === undefined || Number(minor) >= version.minor - settings.releases) return false;
    const path = `metadata.labels[${enforceVersionLabel}]`;
    return { path, message: `metadata.labels: ${enforceVersionLabel} is ${text}, the cluster is v1.${version.minor}` };
  },
  fix: { metadata: { labels: { [enforceVersionLabel]: 'latest' } } },

  examples: {
    violating: {
      'it lags four releases behind': onVersion('1.37', { metadata: { labels: { [enforceVersionLabel]: 'v1.33' } } }),
      'it is the first release': { metadata: { labels: { [enforceVersionLabel]: 'v1.0' } } },
      'policy allows none': setTo({ releases: 0 }, { metadata: { labels: { [enforceVersionLabel]: 'v1.36' } } }),
    },
    compliant: {
      'it lags three releases behind': onVersion('1.37', { metadata: { labels: { [enforceVersionLabel]: 'v1.34' } } }),
      'it follows the newest': { metadata: { labels: { [enforceVersionLabel]: 'latest' } } },
      'what is no version counts as the newest': { metadata: { labels: { [enforceVersionLabel]: '1.20' } } },
      'the release is still to come': onVersion('1.30', { metadata: { labels: { [enforceVersionLabel]: 'v1.35' } } }),
    },
    notApplicable: {
      'no version is pinned': {},
      'nothing is enforced': {
        metadata: { labels: { [enforceLabel]: undefined, [enforceVersionLabel]: 'v1.20' } },
      },
      'privileged demands nothing in any version': {
        metadata: { labels: { [enforceLabel]: 'privileged', [enforceVersionLabel]: 'v1.20' } },
      },
      'only warnings are pinned': { metadata: { labels: { 'pod-security.kubernetes.io/warn-version': 'v1.20' } } },
      'the labels are null': { metadata: { labels: null } },
    },
  },
});
