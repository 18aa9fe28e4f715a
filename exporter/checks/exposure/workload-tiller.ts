import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

const tiller = /(?:^|\/)tiller$/;

export const workloadTiller = defineCheck({
  id: 'workload-tiller',
  title: 'Tiller of Helm 2 runs',
  category: 'exposure',
  optional: true,
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { nsa: ['unused-components'], mitre: ['T1610'] },
  because:
    'Tiller installs whatever it is sent, with rights over the whole cluster and by default without asking who sends it; it has had no fixes since 2020.',
  remedy: 'Move the releases to Helm 3 or later and delete Tiller with its bindings.',

  subject: container,
  fields: ['image'],
  violatedBy: ({ image }) => image !== undefined && tiller.test(image.path),

  examples: {
    violating: {
      'the image is the original': { image: 'gcr.io/kubernetes-helm/tiller:v2.17.0' },
      'the image is a copy': { image: 'registry.example/mirror/tiller:v2.16.1' },
      'only the digest says which': { image: `ghcr.io/helm/tiller@sha256:${'4b'.repeat(32)}` },
    },
    compliant: {
      'the name only ends like it': { image: 'registry.example/farm/rototiller:1.0.0' },
      'the image is null': { image: null },
    },
  },
});
