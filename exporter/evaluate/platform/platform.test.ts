import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import { patched, type Manifest } from '../../checks/patch.ts';
import { observed, worldOf } from '../../testing/world.ts';
import { Evaluator, type Violation } from '../evaluator.ts';
import { components, platformExemptions } from './index.ts';
import { repositoryOf } from './images.ts';
import { aks } from './pristine/aks.ts';
import { eks } from './pristine/eks.ts';
import { gke } from './pristine/gke.ts';
import { kubeadm } from './pristine/kubeadm.ts';
import { binding } from './pristine/workload.ts';
import { shippedBindings, shippedRoles } from './rights.ts';

const platforms: Readonly<Record<string, readonly Manifest[]>> = { kubeadm, eks, gke, aks };

describe.each(Object.entries(platforms))('a pristine cluster of %s', (_, manifests) => {
  it.each(['1.30', '1.34', '1.37'])('has no finding that the platform does not explain, on %s', (version) => {
    expect(findings(manifests, version)).toEqual([]);
  });

  it('has findings without exemptions', () => {
    expect(evaluated(manifests).filter(({ exemption }) => exemption !== undefined).length).toBeGreaterThan(20);
  });
});

describe('a look-alike', () => {
  it.each([
    ['has an image from elsewhere', { image: 'registry.example/kube-proxy:v1.37.2' }],
    ['has an image of that name from elsewhere', { image: 'registry.k8s.io.example/kube-proxy:v1.37.2' }],
    ['has no image', { image: undefined }],
    ['adds a capability', { securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } }],
  ])('is a finding when it %s', (_, change) => {
    expect(findings([changedContainer(proxy(), change)])).not.toEqual([]);
  });

  it.each([
    ['shares the processes of its node', { hostPID: true }],
    ['mounts another path', { volumes: [{ name: 'host-0', hostPath: { path: '/etc/kubernetes' } }] }],
    ['mounts a parent of a path', { volumes: [{ name: 'host-0', hostPath: { path: '/run' } }] }],
    [
      'mounts another path by a detour',
      { volumes: [{ name: 'host-0', hostPath: { path: '/lib/modules/../../etc' } }] },
    ],
    [
      'has a second container',
      {
        containers: [
          { name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1' },
          { name: 'x', image: 'x:1' },
        ],
      },
    ],
  ])('is a finding when it %s', (_, spec) => {
    expect(findings([patched(proxy(), { spec: { template: { spec } } })])).not.toEqual([]);
  });

  it.each([
    ['in another namespace', { namespace: 'shop' }],
    ['of another name', { name: 'kube-proxy-2' }],
  ])('is a finding %s', (_, metadata) => {
    expect(findings([patched(proxy(), { metadata })])).not.toEqual([]);
  });

  it('is a finding when only what is beyond the exemption is new', () => {
    const before = findings([proxy()]);
    const after = findings([patched(proxy(), { spec: { template: { spec: { hostPID: true } } } })]);
    expect(before).toEqual([]);
    expect(after).toEqual([
      'DaemonSet kube-proxy pod-host-pid',
      'DaemonSet kube-proxy pod-pss-baseline',
      'DaemonSet kube-proxy pod-pss-restricted',
    ]);
  });

  it('of a static pod is a finding unless a node owns it', () => {
    const pod = found(kubeadm, 'kube-apiserver-cp-1');
    expect(findings([pod])).toEqual([]);
    expect(findings([patched(pod, { metadata: { ownerReferences: undefined } })])).not.toEqual([]);
    expect(findings([patched(pod, { metadata: { annotations: undefined } })])).not.toEqual([]);
    expect(findings([patched(pod, { metadata: { name: 'kube-apiserver-other' } })])).not.toEqual([]);
  });
});

describe('an edited default', () => {
  const cluster = (...others: readonly Manifest[]) => [...kubeadm.filter(({ kind }) => kind !== 'Pod'), ...others];

  it('is a finding for the subject that was added, and only for it', () => {
    const edited = binding('cluster-admin', 'cluster-admin', ['Group/system:masters', 'User/mallory']);
    expect(findings(replaced(cluster(), edited))).toEqual([
      'ClusterRole cluster-admin rbac-secrets-read',
      'ClusterRoleBinding cluster-admin rbac-cluster-admin-binding',
    ]);
  });

  it('is a finding when it refers to another role', () => {
    const edited = binding('kubeadm:bootstrap-signer-clusterinfo', 'other', ['User/system:anonymous'], 'kube-public');
    expect(findings(replaced(cluster(), edited))).toEqual([
      'RoleBinding kubeadm:bootstrap-signer-clusterinfo rbac-anonymous-binding',
    ]);
  });

  it('does not explain a binding of its own making', () => {
    const made = binding('backdoor', 'system:controller:namespace-controller', ['ServiceAccount/shop/app']);
    expect(findings(cluster(made))).toEqual(['ClusterRole system:controller:namespace-controller rbac-secrets-read']);
  });

  it('does not explain rights that the role did not have', () => {
    const role = found(kubeadm, 'edit');
    const edited = { ...role, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] };
    expect(findings(replaced(cluster(), edited))).toEqual(['ClusterRole edit rbac-wildcard-all']);
  });
});

describe('the catalogue', () => {
  it('explains each exemption in a sentence, under an id of its own', () => {
    for (const { reason } of [...components, ...shippedBindings, ...shippedRoles])
      expect(reason).toMatch(/^[A-Za-z].*\.$/);
    const ids = new Set(components.map(({ id, namespace }) => `${namespace} ${id}`));
    expect(ids.size).toBe(components.length);
  });
});

describe('repositories', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['calico/node:v3', 'docker.io/calico/node'],
    ['registry.k8s.io/kube-proxy:v1@sha256:00', 'registry.k8s.io/kube-proxy'],
    ['localhost:5000/kube-proxy', 'localhost:5000/kube-proxy'],
    ['localhost/kube-proxy', 'localhost/kube-proxy'],
  ])('of %s is %s', (image, repository) => {
    expect(repositoryOf(image)).toBe(repository);
  });
});

function evaluated(manifests: readonly Manifest[], version?: string): (Violation & { readonly object: string })[] {
  const evaluator = new Evaluator({
    checks,
    inventory: worldOf(manifests, version),
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  return manifests.flatMap((manifest) => {
    const { kind, object } = observed(manifest);
    return evaluator
      .evaluate(kind, object)
      .violations.map((violation) => ({ ...violation, object: `${manifest.kind} ${object.metadata.name}` }));
  });
}

function findings(manifests: readonly Manifest[], version?: string): string[] {
  const open = evaluated(manifests, version).filter(({ exemption }) => exemption === undefined);
  return [...new Set(open.map(({ object, check }) => `${object} ${checks[check]?.id}`))];
}

function found(manifests: readonly Manifest[], name: string): Manifest {
  const manifest = manifests.find((candidate) => nameOf(candidate) === name);
  if (manifest === undefined) throw new Error(`no manifest is called ${name}`);
  return manifest;
}

function proxy(): Manifest {
  return found(kubeadm, 'kube-proxy');
}

function replaced(manifests: readonly Manifest[], by: Manifest): Manifest[] {
  const others = manifests.filter((manifest) => manifest.kind !== by.kind || nameOf(manifest) !== nameOf(by));
  return [...others, by];
}

function nameOf(manifest: Manifest): string | undefined {
  return (manifest['metadata'] as { readonly name?: string }).name;
}

function changedContainer(manifest: Manifest, change: object): Manifest {
  const { template } = manifest['spec'] as { template: { spec: { containers: object[] } } };
  const containers = template.spec.containers.map((container) => ({ ...container, ...change }));
  return patched(manifest, { spec: { template: { spec: { containers } } } });
}
