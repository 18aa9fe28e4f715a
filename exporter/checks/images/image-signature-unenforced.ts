import { repositoryName } from '../../model/image.ts';
import type { KubeObject } from '../../model/object.ts';
import { Unseen, type World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo } from '../patch.ts';
import { imageVerifiers, verifierKinds } from '../subjects/image-verification.ts';
import {
  clusterImagePolicy,
  imageValidating,
  included,
  kyverno,
  podRule,
  sigstoreWebhook,
  webhook,
} from '../subjects/image-verification-examples.ts';
import { namespace } from '../subjects/namespace.ts';
import { soundPod } from '../subjects/pod.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { podMakers, podsIn } from '../subjects/selection.ts';
import { quoted } from '../text.ts';

export const imageSignatureUnenforced = defineCheck({
  id: 'image-signature-unenforced',
  title: 'Nothing verifies who built the images of a namespace',
  category: 'images',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.5.1'], nsa: ['image-admission'], microsoft: ['compromised-image'], mitre: ['T1525'] },
  because:
    'Whoever may push to a registry, or stands between it and the nodes, decides what runs: without a signature that admission verifies, nobody notices.',
  remedy:
    'Sign images where they are built, and let Kyverno, the policy controller of Sigstore, Ratify, Connaisseur or Kubewarden deny what is not signed.',
  paste: yaml`
    # Kyverno, with keyless signatures of Sigstore; first with failureAction Audit, to see what would be refused.
    apiVersion: kyverno.io/v1
    kind: ClusterPolicy
    metadata:
      name: signed-images
    spec:
      background: false
      webhookConfiguration:
        failurePolicy: Fail
      rules:
        - name: signed-by-the-pipeline
          match:
            any:
              - resources:
                  kinds: [Pod]
          verifyImages:
            - imageReferences: ['*']
              failureAction: Enforce
              attestors:
                - entries:
                    - keyless:
                        issuer: https://token.actions.githubusercontent.com
                        subject: https://github.com/example/*
                        rekor:
                          url: https://rekor.sigstore.dev
  `,

  subject: namespace,
  fields: ['metadata.name'],
  reads: [...podMakers, ...verifierKinds],
  parameters: { systemNamespaces },
  violatedBy(object, world, settings) {
    const { name } = object.metadata;
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    if (!podMakers.some((kind) => world.any(kind, name))) return 'not_applicable';
    const says = whatIsUnverified(object, world);
    return says !== undefined && { path: 'metadata.name', message: says };
  },

  examples: {
    violating: {
      'there is no policy': given({}, soundPod({})),
      'a webhook of whatever kind is none': given({}, soundPod({}), webhook('random', 'random-svc')),
      'the policy only warns': given({}, soundPod({}), kyverno({ failureAction: 'Audit' })),
      'warnings are the default': given({}, soundPod({}), kyverno({ failureAction: undefined })),
      'the policy pins digests and asks for no signature': given({}, soundPod({}), kyverno({ attestors: undefined })),
      'the policy is for other images': given({}, soundPod({}), kyverno({ imageReferences: ['ghcr.io/other/*'] })),
      'the policy leaves the image out': given(
        {},
        soundPod({}),
        kyverno({ skipImageReferences: ['registry.example/*'] }),
      ),
      'the policy is for other namespaces': given({}, soundPod({}), kyverno({}, { namespaces: ['prod-*'] })),
      'the policy is for some pods only': given(
        {},
        soundPod({}),
        kyverno({}, { selector: { matchLabels: { verify: 'yes' } } }),
      ),
      'the policy leaves out the namespace': given(
        {},
        soundPod({}),
        kyverno({}, {}, { any: [{ resources: { namespaces: ['shop'] } }] }),
      ),
      'the policy belongs to another namespace': given({}, soundPod({}), {
        ...kyverno({}),
        kind: 'Policy',
        metadata: { name: 'verify', namespace: 'other' },
      }),
      'an image policy audits': given({}, soundPod({}), imageValidating({ validationActions: ['Audit'] })),
      'Sigstore is not asked for the namespace': given({}, soundPod({}), clusterImagePolicy(), sigstoreWebhook()),
      'Sigstore has a policy and no webhook': given(included, soundPod({}), clusterImagePolicy()),
      'Sigstore lets everything pass': given(
        included,
        soundPod({}),
        clusterImagePolicy([{ static: { action: 'pass' } }]),
        sigstoreWebhook(),
      ),
    },
    compliant: {
      'Kyverno verifies every image': given({}, soundPod({}), kyverno({ imageReferences: ['*'] })),
      'Kyverno verifies every image that runs there': given({}, soundPod({}), kyverno({})),
      'Kyverno enforces by the older field': given(
        {},
        soundPod({}),
        kyverno({ failureAction: undefined }, {}, undefined, { validationFailureAction: 'Enforce' }),
      ),
      'a policy of the namespace does': given({}, soundPod({}), {
        ...kyverno({}),
        kind: 'Policy',
        metadata: { name: 'verify', namespace: 'shop' },
      }),
      'an image policy denies': given({}, soundPod({}), imageValidating({})),
      'Sigstore is asked for the namespace': given(included, soundPod({}), clusterImagePolicy(), sigstoreWebhook()),
      'Connaisseur is': given({}, soundPod({}), webhook('connaisseur-webhook', 'connaisseur-svc')),
      'Kubewarden verifies': given({}, soundPod({}), {
        apiVersion: 'policies.kubewarden.io/v1',
        kind: 'ClusterAdmissionPolicy',
        metadata: { name: 'verify' },
        spec: {
          module: 'registry://ghcr.io/kubewarden/policies/verify-image-signatures:v1.0.0',
          rules: [podRule],
          settings: { signatures: [{ image: 'registry.example/*', pubKeys: ['key'] }] },
        },
      }),
    },
    notApplicable: {
      'nothing runs there': {},
      'the namespace is one of the platform': setTo({ systemNamespaces: ['shop'] }, {}, soundPod({})),
    },
  },
});

function whatIsUnverified(object: KubeObject, world: World): string | undefined {
  const covering = imageVerifiers(world).filter(({ covers }) => covers(object));
  if (covering.length === 0) return 'no policy verifies the signatures of images';
  for (const pod of podsIn(object.metadata.name, world)) {
    for (const view of pod.containers) {
      const image = longFormOf(view);
      if (image === undefined) continue;
      if (covering.some(({ verifies }) => typeof verifies === 'function' && verifies(image))) continue;
      for (const { verifies } of covering) if (typeof verifies !== 'function') throw new Unseen(verifies.unseen);
      return `no policy verifies the signature of ${quoted(image)}`;
    }
  }
  return undefined;
}

/** As engines write images before they compare them. */
function longFormOf({ image }: ContainerView): string | undefined {
  if (image === undefined) return undefined;
  const { tag, digest } = image;
  const tagged = tag === undefined && digest !== undefined ? '' : `:${tag ?? 'latest'}`;
  return `${repositoryName(image)}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}
