import { describe, expect, it } from 'vitest';
import { patched, type Manifest } from '../../checks/patch.ts';
import { codes } from '../evaluator.ts';
import { shippedBindings } from './bindings.ts';
import { isFrom } from './images.ts';
import { components } from './index.ts';
import { aks } from './pristine/aks.ts';
import { eks } from './pristine/eks.ts';
import { gke } from './pristine/gke.ts';
import { byDefault, evaluated, findings } from './pristine/judge.ts';
import { kubeadm, kubeadmWithCalico } from './pristine/kubeadm.ts';
import { ownedBy, ownedFormerly, type Owned } from './pristine/owned.ts';
import { shippedObjects } from './shipped-objects.ts';
import { shippedRoles } from './shipped-roles.ts';

const platforms = { kubeadm, kubeadmWithCalico, eks, gke, aks } as const;
/** What is open on the clusters as they are. */
const findingsOf = new Map<readonly Manifest[], readonly string[]>(
  Object.values(platforms).map(({ version, manifests }) => [manifests, findings(manifests, version)]),
);
const names = Object.keys(platforms) as (keyof typeof platforms)[];

describe.each(names)('a pristine cluster of %s', (name) => {
  const { version, manifests } = platforms[name];

  it('has no finding but those that its operator owns', () => {
    expect(findingsOf.get(manifests)).toEqual(listed(ownedBy[name]));
  });

  it.each(['v1.34.0', 'v1.36.0'])('has no others where its release is %s', (other) => {
    const known = new Set(listed([...ownedBy[name], ...ownedFormerly]));
    const released = manifests.map((manifest) => ofRelease(manifest, other));
    expect(findings(released, other).filter((finding) => !known.has(finding))).toEqual([]);
  });

  it('has no critical finding at all', () => {
    const critical = new Set(byDefault.filter(({ severity }) => severity === 'critical').map(({ id }) => id as string));
    const open = (findingsOf.get(manifests) ?? []).map((finding) => finding.split(' ')[0] ?? '');
    expect(open.length).toBeGreaterThan(5);
    expect(open.filter((check) => critical.has(check))).toEqual([]);
  });

  it('has hundreds of findings without exemptions', () => {
    const violations = [...evaluated(manifests, version).values()].flatMap(({ violations: all }) => all);
    expect(violations.filter(({ exemption }) => exemption !== undefined).length).toBeGreaterThan(300);
  });

  it('is judged without an error', () => {
    const results = [...evaluated(manifests, version).values()].flatMap(({ results: all }) => [...all]);
    expect(results.filter((code) => codes[code] === 'error')).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('explains each exemption in a sentence', () => {
    for (const { reason } of [...components, ...shippedBindings, ...shippedRoles, ...shippedObjects])
      expect(reason).toMatch(/^[A-Za-z].*\.$/);
    for (const { reason } of Object.values(ownedBy).flat()) expect(reason).toMatch(/^[A-Z].*\.$|^flannel .*\.$/i);
  });

  it('has each exemption under an id of its own', () => {
    const ids = components.map(({ id, namespace: home }) => `${home} ${id}`);
    const others = [...shippedBindings, ...shippedRoles, ...shippedObjects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(others).size).toBe(others.length);
  });
});

const digest = `sha256:${'0'.repeat(64)}`;

describe('an image', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['docker.io/nginx', 'docker.io/library/nginx'],
    ['calico/node:v3', 'docker.io/calico/node'],
    [`registry.k8s.io/kube-proxy:v1@${digest}`, 'registry.k8s.io/kube-proxy'],
    ['localhost:5000/kube-proxy', 'localhost:5000/kube-proxy'],
    ['localhost/kube-proxy', 'localhost/kube-proxy'],
  ])('called %s is from %s', (image, repository) => {
    expect(isFrom(image, [repository])).toBe(true);
  });

  it.each(['registry.k8s.io/kube-proxy:v1@sha256:00', 'registry.k8s.io/Kube-proxy', ''])(
    'called %j, which no kubelet pulls, is from nowhere',
    (image) => {
      expect(isFrom(image, ['registry.k8s.io/kube-proxy', /./])).toBe(false);
    },
  );
});

/** A node or control plane as an earlier release has it. */
function ofRelease(manifest: Manifest, version: string): Manifest {
  if (manifest.kind === 'Node') return patched(manifest, { status: { nodeInfo: { kubeletVersion: version } } });
  return manifest.kind === 'ControlPlane' ? patched(manifest, { spec: { version } }) : manifest;
}

function listed(entries: readonly Owned[]): readonly string[] {
  return entries.flatMap(({ check, at }) => at.map((object) => `${check} ${object}`)).sort();
}
