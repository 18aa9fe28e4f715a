import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, isRecord, records } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { isSet, texts } from './field.ts';
import { kyvernoEnforces, kyvernoTakesPods } from './kyverno.ts';
import { asksAboutPods, isSelective, takesLabels } from './webhook.ts';
import { matchesWildcard } from './wildcard.ts';

/** A policy of some engine that lets images through only with a signature or attestation that it knows. */
export interface ImageVerifier {
  /** Whether it holds for every new pod of a namespace. */
  readonly covers: (namespace: KubeObject) => boolean;
  /** Whether it looks at an image, in its long form; `unseen` says what keeps us from knowing. */
  readonly verifies: ((image: string) => boolean) | { readonly unseen: string };
}

/** Kinds that a check of verification asks for. */
export const verifierKinds = [
  'KyvernoClusterPolicy',
  'KyvernoPolicy',
  'KyvernoImageValidatingPolicy',
  'SigstoreClusterImagePolicy',
  'KubewardenClusterAdmissionPolicy',
  'KubewardenAdmissionPolicy',
  'GatekeeperConstraintTemplate',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
] as const satisfies readonly KindName[];

const verifiersOfCluster: Derivation<readonly ImageVerifier[]> = {
  name: 'image-verifiers',
  from: (world) => [
    ...world.list('KyvernoClusterPolicy').flatMap(kyverno),
    ...world.list('KyvernoPolicy').flatMap((policy) => kyverno(policy).map(within(policy.metadata.namespace))),
    ...world.list('KyvernoImageValidatingPolicy').flatMap(imageValidating),
    ...sigstore(world),
    ...world.list('KubewardenClusterAdmissionPolicy').flatMap(kubewarden),
    ...world
      .list('KubewardenAdmissionPolicy')
      .flatMap((policy) => kubewarden(policy).map(within(policy.metadata.namespace))),
    ...world.list('MutatingWebhookConfiguration').flatMap(connaisseur),
    ...world.list('ValidatingWebhookConfiguration').flatMap(connaisseur),
    ...world.list('GatekeeperConstraintTemplate').flatMap(ratify),
  ],
};

/** Every policy of the cluster that verifies images and enforces it; a check that asks reads `verifierKinds`. */
export function imageVerifiers(world: World): readonly ImageVerifier[] {
  return world.derived(verifiersOfCluster, '');
}

/** Restricts what a namespaced policy covers to its own namespace. */
function within(home: string) {
  return (verifier: ImageVerifier): ImageVerifier => ({
    ...verifier,
    covers: (namespace) => namespace.metadata.name === home && verifier.covers(namespace),
  });
}

function kyverno({ spec }: KubeObject): ImageVerifier[] {
  if (!isRecord(spec) || spec['admission'] === false) return [];
  return records(spec['rules']).flatMap((rule) =>
    records(rule['verifyImages']).flatMap((entry): ImageVerifier[] => {
      const patterns = texts(entry['imageReferences'] ?? [entry['image']]);
      const isSignature = ['attestors', 'attestations', 'key'].some((field) => isFilled(entry[field]));
      if (!isSignature || patterns.length === 0 || entry['required'] === false) return [];
      const skipped = texts(entry['skipImageReferences']);
      return [
        {
          covers({ metadata: { name, labels = {} } }) {
            const namespace = { name, labels };
            return kyvernoEnforces(spec, entry, namespace) && kyvernoTakesPods(rule, namespace);
          },
          verifies: (image) =>
            patterns.some((pattern) => matchesWildcard(pattern, image)) &&
            !skipped.some((pattern) => matchesWildcard(pattern, image)),
        },
      ];
    }),
  );
}

function imageValidating({ metadata: { name }, spec }: KubeObject): ImageVerifier[] {
  if (!isRecord(spec) || !isFilled(spec['attestors'])) return [];
  const actions = spec['validationActions'];
  if (isFilled(actions) && !texts(actions).includes('Deny')) return [];
  if (at(spec, 'evaluation', 'admission', 'enabled') === false) return [];
  const constraints = spec['matchConstraints'];
  if (!isRecord(constraints) || isSelective(constraints['objectSelector'])) return [];
  if (!asksAboutPods(constraints['resourceRules'])) return [];
  const references = records(spec['matchImageReferences']);
  const globs = references.flatMap(({ glob }) => (typeof glob === 'string' ? [glob] : []));
  const isKnown = globs.length === references.length && references.length > 0;
  return [
    {
      covers: ({ metadata: { labels = {} } }) => takesLabels(constraints['namespaceSelector'], labels),
      verifies: isKnown
        ? (image) => globs.some((glob) => matchesWildcard(glob, image))
        : { unseen: `an expression in ImageValidatingPolicy ${name} decides which images are verified` },
    },
  ];
}

/** The policies hold where the webhook of the controller asks, by labels of namespaces. */
function sigstore(world: World): ImageVerifier[] {
  const policies = world.list('SigstoreClusterImagePolicy').filter(({ spec }) => {
    const authorities = records(at(spec, 'authorities'));
    return at(spec, 'mode') !== 'warn' && authorities.length > 0 && !authorities.every((one) => isSet(one['static']));
  });
  if (policies.length === 0) return [];
  const webhooks = world
    .list('ValidatingWebhookConfiguration')
    .flatMap(({ webhooks }) => records(webhooks))
    .filter(({ name }) => name === 'policy.sigstore.dev');
  const globs = policies.flatMap(({ spec }) =>
    records(at(spec, 'images')).flatMap(({ glob }) => (typeof glob === 'string' ? [hubOf(glob)] : [])),
  );
  return webhooks.map((webhook) => ({
    covers: ({ metadata: { labels = {} } }) => takesLabels(webhook['namespaceSelector'], labels),
    verifies: (image) => globs.some((glob) => matchesWildcard(glob, image, true)),
  }));
}

/** The controller writes Docker Hub out under its older name. */
function hubOf(glob: string): string {
  return glob.startsWith('index.docker.io/') ? glob.slice('index.'.length) : glob;
}

function kubewarden({ spec }: KubeObject): ImageVerifier[] {
  if (!isRecord(spec) || spec['mode'] === 'monitor' || isSelective(spec['objectSelector'])) return [];
  const { module } = spec;
  if (typeof module !== 'string' || !/\/verify-image-signatures(?:[:@]|$)/.test(module)) return [];
  if (!asksAboutPods(spec['rules'])) return [];
  const patterns = records(at(spec, 'settings', 'signatures')).flatMap(({ image }) => texts([image]));
  return [
    {
      covers: ({ metadata: { labels = {} } }) => takesLabels(spec['namespaceSelector'], labels),
      verifies: (image) => patterns.some((pattern) => matchesWildcard(pattern, image)),
    },
  ];
}

/** Connaisseur denies every image for which its configuration knows no key, so that its webhook says enough. */
function connaisseur({ webhooks }: KubeObject): ImageVerifier[] {
  return records(webhooks)
    .filter(
      (webhook) =>
        at(webhook, 'clientConfig', 'service', 'name') === 'connaisseur-svc' &&
        asksAboutPods(webhook['rules']) &&
        !isSelective(webhook['objectSelector']),
    )
    .map((webhook) => ({
      covers: ({ metadata: { labels = {} } }) => takesLabels(webhook['namespaceSelector'], labels),
      verifies: () => true,
    }));
}

/** Ratify answers Gatekeeper; whether a constraint asks it, and where, stands in an object of the template's own kind. */
function ratify({ metadata: { name }, spec }: KubeObject): ImageVerifier[] {
  const asks = records(at(spec, 'targets')).some((target) => {
    const sources = [target['rego'], ...records(target['code']).map((code) => at(code, 'source', 'rego'))];
    return texts(sources).some((rego) => rego.includes('external_data') && /ratify[a-z-]*provider/.test(rego));
  });
  if (!asks) return [];
  return [
    {
      covers: () => true,
      verifies: { unseen: `constraints of ${name} say where Ratify verifies images, and are not read` },
    },
  ];
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) ? Object.keys(value).length > 0 : isSet(value) && value !== '';
}
