import { createHash } from 'node:crypto';
import type { Manifest } from '../../checks/patch.ts';
import type { Fields, Labels } from './meta.ts';

/** What the controllers of Kubernetes make of a Deployment: its ReplicaSet, and one pod on each of these nodes. */
export function rollout(deployment: Manifest, nodes: readonly string[]): readonly Manifest[] {
  const { metadata, template } = partsOf(deployment);
  const hash = suffix(JSON.stringify(template.spec), 10);
  const name = `${metadata.name}-${hash}`;
  const labels = { ...template.metadata.labels, 'pod-template-hash': hash };
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: made(metadata, {
      name,
      labels,
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
    }),
    spec: {
      replicas: nodes.length,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: template.spec },
    },
  };
  return [set, ...podsOf(set, nodes)];
}

/** The pods that a controller makes of its template, one on each of these nodes. */
export function podsOf(controller: Manifest, nodes: readonly string[]): readonly Manifest[] {
  const { metadata, template } = partsOf(controller);
  const { apiVersion, kind } = controller;
  return nodes.map((nodeName) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: made(metadata, {
      name: `${metadata.name}-${suffix(`${metadata.name} ${nodeName}`, 5)}`,
      labels: template.metadata.labels,
      owner: { apiVersion, kind, name: metadata.name },
    }),
    spec: { ...template.spec, nodeName },
  }));
}

interface Parts {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly creationTimestamp: string };
  readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Fields };
}

function partsOf(controller: Manifest): Parts {
  const { template } = controller['spec'] as Pick<Parts, 'template'>;
  return { metadata: controller['metadata'] as Parts['metadata'], template };
}

function made(
  { namespace, creationTimestamp }: Parts['metadata'],
  { name, labels, owner }: { readonly name: string; readonly labels: Labels; readonly owner: Fields },
): Fields {
  return {
    name,
    namespace,
    creationTimestamp,
    labels,
    ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
  };
}

/** The letters that Kubernetes uses in generated names: no vowels, so that no word comes of it. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length }, (_, index) => alphabet[(digest[index] ?? 0) % alphabet.length]).join('');
}
