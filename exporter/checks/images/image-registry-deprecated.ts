import type { ImageReference } from '../../model/image.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

/** Where the Kubernetes project published before registry.k8s.io, under any of Google's regions. */
const googleHosts: ReadonlySet<string> = new Set(['gcr.io', 'us.gcr.io', 'eu.gcr.io', 'asia.gcr.io']);

export const imageRegistryDeprecated = defineCheck({
  id: 'image-registry-deprecated',
  title: 'Image comes from a registry that nobody keeps',
  category: 'images',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {},
  because:
    'Nothing new is published there, security fixes included, and images go: after an eviction or on a new node the pod may not start again.',
  remedy: 'Take the image from `registry.k8s.io`, in a release that is still supported.',

  subject: container,
  fields: ['image'],
  violatedBy: ({ image }) => image !== undefined && isDeprecated(image),
  fix({ image }) {
    // What moved keeps its path only where the registry was the project's own.
    if (image?.registry !== 'k8s.gcr.io') return undefined;
    const { path, tag, digest } = image;
    const tagged = tag === undefined ? path : `${path}:${tag}`;
    return { image: `registry.k8s.io/${digest === undefined ? tagged : `${tagged}@${digest}`}` };
  },

  examples: {
    violating: {
      'the registry is the former one of Kubernetes': { image: 'k8s.gcr.io/pause:3.9' },
      'it is the one before that': { image: 'gcr.io/google-containers/kube-proxy:v1.18.0' },
      'the folder has its other name': { image: 'gcr.io/google_containers/pause:3.1' },
      'it is a regional copy': { image: 'eu.gcr.io/google-containers/pause:3.1' },
    },
    compliant: {
      'the registry is the current one': { image: 'registry.k8s.io/pause:3.10' },
      'another project of the same host': { image: 'gcr.io/distroless/static:nonroot' },
      'the name only begins like it': { image: 'gcr.io/google-containers-mirror/pause:3.1' },
      'the former registry stands in the path': { image: 'mirror.example/k8s.gcr.io/pause:3.9' },
      'no image is named yet': { image: undefined },
    },
  },
});

function isDeprecated({ registry, path }: ImageReference): boolean {
  if (registry === 'k8s.gcr.io') return true;
  return googleHosts.has(registry) && (path.startsWith('google-containers/') || path.startsWith('google_containers/'));
}
