import type { Volume } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { isRecord } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { lacksResource, limitRange, resourceReads } from '../subjects/resource-check.ts';
import { isPositive } from '../subjects/resources.ts';
import { volumeOffences } from '../subjects/volume.ts';

export const resEphemeralStorage = defineCheck({
  id: 'res-ephemeral-storage',
  title: 'Pod may fill the disk of its node',
  category: 'resources',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: { nsa: ['resource-policies'], microsoft: ['denial-of-service'], mitre: ['T1499'] },
  because:
    'Logs, caches and temporary files grow until the node is out of disk: then the kubelet evicts pods, beginning with those that asked for nothing.',
  remedy: 'Set `resources.limits.ephemeral-storage` for each container and `sizeLimit` for each `emptyDir`.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              resources:
                requests:
                  ephemeral-storage: 64Mi
                limits:
                  ephemeral-storage: 256Mi
          volumes:
            - name: tmp
              emptyDir:
                sizeLimit: 128Mi
  `,

  subject: pod,
  fields: ['containers.resources.limits.ephemeral-storage', 'volumes.emptyDir.sizeLimit'],
  reads: resourceReads,
  violatedBy(view, world) {
    const containers = unlimitedContainers(view, world);
    const volumes = volumeOffences(view, unlimitedVolume);
    return containers === undefined ? volumes : volumes === false ? containers : [...containers, ...volumes];
  },

  examples: {
    violating: {
      'a container has no limit': { spec: { containers: [containerWith({ resources: undefined })] } },
      'a container only requests some': {
        spec: { containers: [containerWith({ resources: { limits: { 'ephemeral-storage': undefined } } })] },
      },
      'an init container has no limit': {
        spec: { initContainers: [containerWith({ name: 'prepare', resources: null })] },
      },
      'a volume has no size': { spec: { volumes: [{ name: 'tmp', emptyDir: {} }] } },
      'a volume has null for a size': { spec: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: null } }] } },
      'a size of zero is none': { spec: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '0' } }] } },
      'both lack one': {
        spec: {
          containers: [containerWith({ resources: undefined })],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
    compliant: {
      'containers are limited': {},
      'a volume is': { spec: { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }] } },
      'a volume in memory counts as memory': { spec: { volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory' } }] } },
      'the volume is another one': { spec: { volumes: [{ name: 'data', configMap: { name: 'settings' } }] } },
      'a range of the namespace fills it in': given(
        { spec: { containers: [containerWith({ resources: undefined })] } },
        limitRange({ type: 'Container', default: { 'ephemeral-storage': '1Gi' } }),
      ),
      'ephemeral containers take no resources': {
        spec: { ephemeralContainers: [containerWith({ name: 'debug', resources: undefined })] },
      },
    },
  },
});

function unlimitedContainers(pod: PodView, world: World): Offence[] | undefined {
  let offences: Offence[] | undefined;
  for (const view of pod.containers) {
    if (view.role === 'ephemeralContainers') continue;
    const offence = lacksResource(view, 'limits', 'ephemeral-storage', world);
    if (offence !== false) (offences ??= []).push(offence);
  }
  return offences;
}

function unlimitedVolume({ emptyDir }: Volume) {
  if (!isRecord(emptyDir) || isPositive(emptyDir['sizeLimit']) || emptyDir['medium'] === 'Memory') return undefined;
  return { field: 'emptyDir.sizeLimit', says: 'may grow without limit' };
}
