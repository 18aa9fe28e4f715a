import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';

const digits = '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a';

export const imageDigestMissing = defineCheck({
  id: 'image-digest-missing',
  title: 'Image is not pinned to its content',
  category: 'images',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['image-admission'], mitre: ['T1525'] },
  because:
    'A tag can be moved: whoever may push to the repository decides what the next pod runs, and no manifest shows the change.',
  remedy: 'Add the digest to the image, `name:tag@sha256:…`, and let a bot keep it current.',
  paste: yaml`
    # \`docker buildx imagetools inspect <image>\` and \`crane digest <image>\` print the digest.
    spec:
      template:
        spec:
          containers:
            - name: app
              image: registry.example/team/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
  `,

  subject: container,
  fields: ['image'],
  violatedBy({ container: { image }, image: reference }) {
    if (reference?.digest !== undefined) return false;
    return typeof image === 'string' && image !== '' ? true : 'not_applicable';
  },

  examples: {
    violating: {
      'there is only a tag': { image: 'registry.example/app:1.4.2' },
      'there is neither': { image: 'nginx' },
      'the digest is cut short': { image: 'registry.example/app@sha256:4bf5122f' },
      'the digest is in upper case': { image: `registry.example/app@sha256:${digits.toUpperCase()}` },
      'the algorithm is not one of an image': { image: 'registry.example/app@md5:d41d8cd98f00b204e9800998ecf8427e' },
      'the tag only looks like a digest': { image: `registry.example/app:sha256-${digits}` },
    },
    compliant: {
      'there is a digest': { image: `registry.example/app@sha256:${digits}` },
      'there is a tag and a digest': { image: `registry.example:5000/app:1.4.2@sha256:${digits}` },
      'the digest is of another algorithm': { image: `app@sha512:${digits}${digits}` },
    },
    notApplicable: {
      'no image is named yet': { image: undefined },
      'the image is null': { image: null },
      'the image is empty': { image: '' },
    },
  },
});
