import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { container } from '../subjects/container.ts';
import { comesFrom } from '../subjects/registry.ts';

const registries = ['quay.io/abandoned', '*.evil.test'];

export const imageRegistryDenied = defineCheck({
  id: 'image-registry-denied',
  title: 'Image comes from a registry that is denied',
  category: 'images',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { nsa: ['image-admission'], microsoft: ['compromised-image'], mitre: ['T1204.003'] },
  because:
    'Somebody decided that nothing from there may run, mostly because it was abandoned, taken over or found with malware.',
  remedy: 'Replace the image with one from a registry that you trust, and look at what the pod has done meanwhile.',
  paste: yaml`
    # A copy in a registry of yours, by digest, so that it is known to be the one that was looked at.
    spec:
      template:
        spec:
          containers:
            - name: app
              image: registry.example/mirror/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
  `,

  subject: container,
  fields: ['image'],
  parameters: {
    registries: words(
      [],
      'Registries, or repositories and folders below them, that no image may come from; `*.` at the start stands for any host of a domain. Nothing is judged while the list is empty.',
    ),
  },
  violatedBy({ image }, _world, { registries: denied }) {
    if (denied.length === 0 || image === undefined) return 'not_applicable';
    return comesFrom(image, denied);
  },

  examples: {
    violating: {
      'its folder is denied': setTo({ registries }, { image: 'quay.io/abandoned/app:1' }),
      'its domain is denied': setTo({ registries }, { image: 'mirror.evil.test/app:1' }),
      'Docker Hub is denied, which a name without a registry means': setTo(
        { registries: ['docker.io'] },
        { image: 'nginx:1.27' },
      ),
    },
    compliant: {
      'another folder is meant': setTo({ registries }, { image: 'quay.io/kept/app:1' }),
      'the folder only begins like a denied one': setTo({ registries }, { image: 'quay.io/abandoned-not/app:1' }),
    },
    notApplicable: {
      'nobody has said what is denied': { image: 'quay.io/abandoned/app:1' },
      'no image is named yet': setTo({ registries }, { image: undefined }),
    },
  },
});
