import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { container } from '../subjects/container.ts';
import { comesFrom } from '../subjects/registry.ts';

const registries = ['registry.example', '*.dkr.ecr.eu-west-1.amazonaws.com', 'docker.io/library'];

export const imageRegistryNotAllowed = defineCheck({
  id: 'image-registry-not-allowed',
  title: 'Image comes from a registry that is not allowed',
  category: 'images',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.1.4'], gke: ['5.1.4'], aks: ['5.1.4'], nsa: ['image-admission'], mitre: ['T1204.003'] },
  because:
    'Anybody can publish an image: what was not built or checked by someone you know may do anything with the access that its pod has.',
  remedy: 'Copy the image to a registry of yours, or add its registry to `registries` after a review.',
  paste: yaml`
    # A copy in a registry that policy names, by digest, so that it is known to be the one that was looked at.
    spec:
      template:
        spec:
          imagePullSecrets:
            - name: registry-credentials
          containers:
            - name: app
              image: registry.example/mirror/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
  `,

  subject: container,
  fields: ['image'],
  parameters: {
    registries: words(
      [],
      'Registries, or repositories and folders below them, that images may come from; `*.` at the start stands for any host of a domain. Nothing is judged while the list is empty.',
    ),
  },
  violatedBy({ image }, _world, { registries: allowed }) {
    if (allowed.length === 0 || image === undefined) return 'not_applicable';
    return !comesFrom(image, allowed);
  },

  examples: {
    violating: {
      'its registry is another one': setTo({ registries }, { image: 'quay.io/team/app:1' }),
      'Docker Hub is what a name without a registry means': setTo({ registries }, { image: 'grafana/grafana:12.0.0' }),
      'the name of a registry only begins like an allowed one': setTo(
        { registries },
        { image: 'registry.example.evil.test/app:1' },
      ),
      'another port is another registry': setTo({ registries }, { image: 'registry.example:5000/app:1' }),
      'an allowed name stands in the path': setTo({ registries }, { image: 'evil.test/registry.example/app:1' }),
      'only a domain is allowed': setTo({ registries }, { image: 'evildkr.ecr.eu-west-1.amazonaws.com/app:1' }),
    },
    compliant: {
      'its registry is allowed': setTo({ registries }, { image: 'registry.example/team/app:1' }),
      'its folder is allowed': setTo({ registries }, { image: 'nginx:1.27' }),
      'the long form means the same': setTo({ registries }, { image: 'index.docker.io/library/nginx:1.27' }),
      'any host of the domain is allowed': setTo(
        { registries },
        { image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1' },
      ),
      'a folder below any host of a domain is': setTo(
        { registries: ['*.registry.example/team/'] },
        { image: 'eu.registry.example/team/app:1' },
      ),
      'the repository itself is named': setTo(
        { registries: ['registry.example/team/app'] },
        { image: 'registry.example/team/app:1' },
      ),
    },
    notApplicable: {
      'nobody has said what is allowed': { image: 'quay.io/team/app:1' },
      'nothing can be pulled by that name': setTo({ registries }, { image: 'quay.io/Team/App' }),
      'no image is named yet': setTo({ registries }, { image: undefined }),
    },
  },
});
