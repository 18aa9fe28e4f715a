import { imageVulnerabilitiesAsOf } from '../data/image-vulnerabilities.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { weaknessOfImage } from '../subjects/vulnerability.ts';
import { quoted } from '../text.ts';

export const imageKnownVulnerable = defineCheck({
  id: 'image-known-vulnerable',
  title: 'Image is a release with a weakness that is widely attacked',
  category: 'images',
  risk: { impact: 'workload', ease: 'direct' },
  optional: true,
  frameworks: { nsa: ['upgrading'], mitre: ['T1190'] },
  because:
    'Programs that try the weakness are public, and the internet is searched for such releases around the clock; the list is short and stands in for no scanner of images.',
  remedy: 'Update to a release that has the fix, and look at what the program has done meanwhile.',

  subject: container,
  fields: ['image'],
  violatedBy({ image, path, name }) {
    const weakness = image && weaknessOfImage(image);
    if (image === undefined || weakness === undefined) return false;
    return {
      path: `${path}.image`,
      container: name,
      message: `container ${quoted(name)}: image ${quoted(`${image.path}:${image.tag}`)} has ${weakness.id}: ${weakness.says} (list of ${imageVulnerabilitiesAsOf})`,
    };
  },

  examples: {
    violating: {
      'the release has it': { image: 'registry.k8s.io/ingress-nginx/controller:v1.11.4' },
      'the release of another line has it': { image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0' },
      'a candidate of it has it': { image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0-beta.0' },
      'a digest does not change that': {
        image:
          'docker.io/grafana/grafana:8.2.6@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
      },
      'a mirror serves it': { image: 'mirror.example/dockerhub/library/redis:7.2.10-alpine' },
      'the short name means the same': { image: 'redis:6.2.19' },
      'releases may have two numbers': { image: 'jenkins/jenkins:2.441-jdk17' },
      'releases may have four': { image: 'metabase/metabase:v0.46.6' },
    },
    compliant: {
      'the release has the fix': { image: 'registry.k8s.io/ingress-nginx/controller:v1.12.1' },
      'the older line has it too': { image: 'registry.k8s.io/ingress-nginx/controller:v1.11.5' },
      'the long-term release has it': { image: 'jenkins/jenkins:2.426.3-lts' },
      'the fourth number has it': { image: 'metabase/metabase:v0.46.6.1' },
      'the tag moves, and nobody can say': { image: 'redis:7.2' },
      'the tag is no release': { image: 'redis:alpine' },
      'only a digest is named': {
        image: 'redis@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
      },
      'another program has such a name': { image: 'registry.example/redis:6.2.19' },
      'the program is not on the list': { image: 'registry.example/team/app:1.0.0' },
      'no image is named yet': { image: undefined },
    },
  },
});
