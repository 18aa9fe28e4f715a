import { isPulledAlways } from '../../model/image.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { isSet } from '../subjects/field.ts';
import type { ContainerView } from '../subjects/pod-view.ts';

export const imagePullPolicy = defineCheck({
  id: 'image-pull-policy',
  title: 'Container may run an image that nobody asked the registry for',
  category: 'images',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: {},
  because:
    'An image that another pod brought to the node runs without its registry being asked: not for the right to pull it, nor for a fix that was published under the same tag.',
  remedy: 'Set `imagePullPolicy: Always`: layers that the node holds are not fetched again.',

  subject: container,
  fields: ['imagePullPolicy'],
  violatedBy(view) {
    const { image, imagePullPolicy: policy } = view.container;
    if (isSet(policy) && policy !== '') return policy !== 'Always';
    if (typeof image !== 'string' || image === '') return 'not_applicable';
    return !isAlwaysByDefault(view);
  },
  fix: { imagePullPolicy: 'Always' },

  examples: {
    violating: {
      'it asks only when the image is absent': { imagePullPolicy: 'IfNotPresent' },
      'it never asks': { imagePullPolicy: 'Never' },
      'nothing is said, and the tag is a version': { imagePullPolicy: undefined, image: 'registry.example/app:1.4.2' },
      'null is as good as nothing': { imagePullPolicy: null, image: 'registry.example/app:1.4.2' },
      'it never asks, whatever image is named later': { imagePullPolicy: 'Never', image: undefined },
      'nothing is said, and there is a digest': { imagePullPolicy: undefined },
    },
    compliant: {
      'it always asks': { imagePullPolicy: 'Always' },
      'nothing is said, and the tag is latest': { imagePullPolicy: undefined, image: 'registry.example/app:latest' },
      'nothing is said, and the tag is latest beside a digest': {
        imagePullPolicy: undefined,
        image: 'app:latest@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
      },
      'nothing is said, and there is no tag': { imagePullPolicy: undefined, image: 'registry.example/app' },
    },
    notApplicable: {
      'no image is named yet': { image: undefined, imagePullPolicy: undefined },
    },
  },
});

/** What the API server fills in. */
function isAlwaysByDefault({ image }: ContainerView): boolean {
  return image !== undefined && isPulledAlways(image);
}
