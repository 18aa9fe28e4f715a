import { pulledTag } from '../../model/image.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';

export const imageTagLatest = defineCheck({
  id: 'image-tag-latest',
  title: 'Image is whatever is newest',
  category: 'images',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['image-building'], microsoft: ['compromised-image'] },
  because:
    'Nobody can say what runs: the next restart may bring another program, and what was scanned or approved is not what is pulled.',
  remedy: 'Name a version and, better still, the digest.',
  paste: yaml`
    # \`docker buildx imagetools inspect <image>\` and \`crane digest <image>\` print the digest of what runs now.
    spec:
      template:
        spec:
          containers:
            - name: app
              image: registry.example/team/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
  `,

  subject: container,
  fields: ['image'],
  violatedBy: ({ image }) => image !== undefined && pulledTag(image) === 'latest',

  examples: {
    violating: {
      'there is no tag': { image: 'registry.example/app' },
      'the tag is latest': { image: 'registry.example/app:latest' },
      'the port of a registry is no tag': { image: 'registry.example:5000/app' },
      'a bare name has no tag': { image: 'nginx' },
    },
    compliant: {
      'a version is named': { image: 'registry.example/app:1.4.2' },
      'a version beside the port of a registry': { image: 'registry.example:5000/app:1.4.2' },
      'a digest is named': {
        image: 'registry.example/app@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
      },
      'a digest holds whatever the tag says': {
        image: 'registry.example/app:latest@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
      },
      'the tag only begins like latest': { image: 'registry.example/app:latest-2024' },
      'tags are told apart by case': { image: 'registry.example/app:Latest' },
      'nothing can be pulled by that name': { image: 'registry.example/App' },
      'no image is named yet': { image: undefined },
      'the image is null': { image: null },
      'the image is empty': { image: '' },
    },
  },
});
