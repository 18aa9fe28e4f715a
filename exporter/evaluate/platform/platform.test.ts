import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import { patched, type Manifest } from '../../checks/patch.ts';
import { componentAt, catalogueOf } from './component.ts';
import { shippedBindings } from './bindings.ts';
import { components, platformExemptions } from './index.ts';
import { repositoryOf } from './images.ts';
import { aks } from './pristine/aks.ts';
import { binding, clusterRole } from './pristine/access.ts';
import { nameOf, type Pristine } from './pristine/cluster.ts';
import { eks } from './pristine/eks.ts';
import { gke } from './pristine/gke.ts';
import { kubeadm, kubeadmWithCalico } from './pristine/kubeadm.ts';
import { namespace, service, webhook } from './pristine/objects.ts';
import { ownedBy, ownedFormerly, type Owned } from './pristine/owned.ts';
import { workload } from './pristine/workload.ts';
import { shippedObjects } from './shipped-objects.ts';
import { shippedRoles } from './shipped-roles.ts';
import { Judged } from '../../checks/judged.ts';
import { observed, worldOf } from '../../testing/world.ts';
import { codes, Evaluator, type Evaluation } from '../evaluator.ts';

const byDefault = checks.filter((check) => !('optional' in check) || !check.optional);
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

describe('a look-alike', () => {
  it.each([
    ['has an image from elsewhere', { image: 'registry.example/kube-proxy:v1.37.2' }],
    ['has an image of that name from elsewhere', { image: 'registry.k8s.io.example/kube-proxy:v1.37.2' }],
    ['has no image', { image: undefined }],
    ['adds a capability', { securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } }],
    ['runs with an unmasked /proc', { securityContext: { privileged: true, procMount: 'Unmasked' } }],
    ['holds a password', { env: [{ name: 'DB_PASSWORD', value: 'Winter-2031-kolibri' }] }],
    ['runs whatever is newest', { image: 'registry.k8s.io/kube-proxy:latest' }],
  ])('is a finding when it %s', (_, change) => {
    expect(news(changedContainer(proxy(), change))).not.toEqual([]);
  });

  it.each([
    ['shares the processes of its node', { hostPID: true }],
    ['shares the memory of its node', { hostIPC: true }],
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
    expect(news(patched(proxy(), { spec: { template: { spec } } }))).not.toEqual([]);
  });

  it.each([
    ['in another namespace', { namespace: 'shop' }],
    ['of another name', { name: 'kube-proxy-2' }],
    ['with the name of a release', { name: 'kube-proxy-v1' }],
  ])('is a finding %s', (_, metadata) => {
    expect(news(patched(proxy(), { metadata }))).not.toEqual([]);
  });

  it('is a finding for only what is beyond the exemption', () => {
    expect(news(patched(proxy(), { spec: { template: { spec: { hostPID: true } } } }))).toEqual([
      'pod-host-pid DaemonSet kube-system/kube-proxy',
      'pod-pss-baseline DaemonSet kube-system/kube-proxy',
      'pod-pss-restricted DaemonSet kube-system/kube-proxy',
    ]);
  });

  it('of a static pod is a finding unless a node owns it', () => {
    const pod = found(kubeadm, 'Pod', 'kube-apiserver-cp-1');
    const catalogue = catalogueOf(components);
    const isKnown = (manifest: Manifest): boolean => {
      const { kind, object } = observed(manifest);
      return componentAt(new Judged(kind, object), catalogue) !== undefined;
    };
    expect(isKnown(pod)).toBe(true);
    expect(isKnown(patched(pod, { metadata: { ownerReferences: undefined } }))).toBe(false);
    expect(isKnown(patched(pod, { metadata: { annotations: undefined } }))).toBe(false);
    expect(isKnown(patched(pod, { metadata: { name: 'kube-apiserver-other' } }))).toBe(false);
  });

  it('that is made reachable from outside is a way in', () => {
    const opened = patched(service('metrics', { component: 'ama-logs-agent', tier: 'node' }, '80:10250'), {
      spec: { type: 'LoadBalancer' },
    });
    expect(news(opened, aks)).toContain('workload-exposed-takeover DaemonSet kube-system/ama-logs');
  });

  it('that is made reachable from outside is a finding', () => {
    const opened = patched(service('metrics', 'kube-proxy', '80:10249'), { spec: { type: 'LoadBalancer' } });
    expect(news(opened)).toEqual(expect.arrayContaining(['svc-loadbalancer-public Service kube-system/metrics']));
  });
});

describe('an edited default', () => {
  it('is a finding for the subject that was added, and only for it', () => {
    expect(news(binding('cluster-admin', 'cluster-admin', ['Group/system:masters', 'User/mallory']))).toEqual([
      'rbac-cluster-admin-binding ClusterRoleBinding cluster-admin',
      'rbac-secrets-read ClusterRole cluster-admin',
    ]);
  });

  it('is a finding when it refers to another role', () => {
    const edited = binding(
      'kubeadm:bootstrap-signer-clusterinfo',
      'kubeadm:nodes-kubeadm-config',
      ['User/system:anonymous'],
      'kube-public',
    );
    expect(news(edited)).toContain(
      'rbac-anonymous-binding RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo',
    );
  });

  it('does not explain a binding of its own making', () => {
    const made = binding('backdoor', 'system:controller:namespace-controller', ['ServiceAccount/shop/app']);
    expect(news(made)).toContain('rbac-secrets-read ClusterRole system:controller:namespace-controller');
  });

  it('does not explain rules that the role did not have', () => {
    const edited = clusterRole('system:kube-dns', 'list+watch :endpoints+services', '* *:*');
    expect(news(edited)).toContain('rbac-wildcard-all ClusterRole system:kube-dns');
  });

  it('does not explain a rule that was added to the role of a component', () => {
    const role = found(aks, 'ClusterRole', 'ama-logs-reader');
    const rules = [...(role['rules'] as object[]), { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }];
    expect(news({ ...role, rules }, aks)).toEqual(
      expect.arrayContaining([
        'rbac-nodes-proxy ClusterRole ama-logs-reader',
        'rbac-pods-exec ClusterRole ama-logs-reader',
      ]),
    );
  });

  it('does not explain a holder that the role of a component did not have', () => {
    const added = binding('backdoor', 'ama-logs-reader', ['ServiceAccount/default/default']);
    expect(news(added, aks)).toContain('rbac-nodes-proxy ClusterRole ama-logs-reader');
  });

  it('does not explain rights that a component was given beside its own', () => {
    const given = binding('backdoor', 'cluster-admin', ['ServiceAccount/kube-system/ama-logs']);
    expect(news(given, aks)).toEqual(
      expect.arrayContaining([
        'rbac-cluster-admin-binding ClusterRoleBinding backdoor',
        'workload-cluster-admin DaemonSet kube-system/ama-logs',
        'workload-takeover-rbac DaemonSet kube-system/ama-logs',
      ]),
    );
  });
});

describe('what the programs of a provider may do', () => {
  const role = clusterRole('eks:new-controller', '* *:*');

  it('is explained as long as they alone may', () => {
    const theirs = binding('eks:new-controller', 'eks:new-controller', ['User/eks:new-controller']);
    const news = added(eks, role, theirs).filter((finding) => !finding.startsWith('rbac-cluster-admin-binding'));
    expect(news).toEqual([]);
  });

  it('is a finding once somebody else may too', () => {
    const shared = binding('eks:new-controller', 'eks:new-controller', ['User/eks:new-controller', 'User/mallory']);
    expect(added(eks, role, shared)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });

  it('is a finding where nobody holds it', () => {
    expect(added(eks, role)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });

  it('is a finding on a cluster of somebody else', () => {
    const theirs = binding('eks:new-controller', 'eks:new-controller', ['User/eks:new-controller']);
    expect(added(kubeadm, role, theirs)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });
});

describe('an object of a provider', () => {
  it.each([
    ['EKS calls another server', eks, 'vpc-resource-validating-webhook', 'https://hooks.example.com/'],
    ['AKS calls another server', aks, 'aks-node-validating-webhook', 'https://azmk8s.io.example.com/'],
  ])('is a finding when a webhook of %s', (_, cluster, name, url) => {
    const hook = { name: 'a.example.com', failurePolicy: 'Ignore', clientConfig: { url, caBundle: 'LS0t' } };
    expect(news(webhook('Validating', name, hook), cluster)).toContain(
      `webhook-external-url ValidatingWebhookConfiguration ${name}`,
    );
  });

  it('is a finding when its metrics come from another server', () => {
    const api = found(gke, 'APIService', 'v1beta1.metrics.k8s.io');
    const moved = patched(api, { spec: { service: { namespace: 'shop' } } });
    expect(news(moved, gke)).toContain('apiservice-insecure APIService v1beta1.metrics.k8s.io');
  });

  it('is a finding when its node port leads somewhere else', () => {
    const backend = found(gke, 'Service', 'default-http-backend');
    const moved = patched(backend, { spec: { selector: { 'k8s-app': 'shell' } } });
    expect(news(moved, gke)).toContain('svc-nodeport Service kube-system/default-http-backend');
  });
});

describe('a namespace of components', () => {
  it('is a finding once something else runs in it', () => {
    const app = workload({
      kind: 'Deployment',
      namespace: 'gmp-system',
      name: 'app',
      containers: [{ name: 'app', image: 'app:1' }],
    });
    expect(news(app, gke)).toEqual(
      expect.arrayContaining([
        'netpol-namespace-missing Namespace gmp-system',
        'ns-psa-enforce-baseline Namespace gmp-system',
      ]),
    );
  });

  it('is known by its name too', () => {
    expect(added(kubeadm, ...namespace('flannel-2'))).toContain('ns-psa-enforce-baseline Namespace flannel-2');
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

function evaluated(manifests: readonly Manifest[], version: string): ReadonlyMap<string, Evaluation> {
  const evaluator = new Evaluator({
    checks: byDefault,
    inventory: worldOf(manifests, /\d+\.\d+/.exec(version)?.[0] ?? version),
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  return new Map(
    manifests.map((manifest) => {
      const { kind, object } = observed(manifest);
      const { name, namespace: home } = object.metadata;
      return [`${kind} ${home === '' ? '' : `${home}/`}${name}`, evaluator.evaluate(kind, object)];
    }),
  );
}

/** What nothing explains, as `<check> <Kind> <namespace>/<name>`, sorted. */
function findings(manifests: readonly Manifest[], version: string): readonly string[] {
  const open = new Set<string>();
  for (const [object, { violations }] of evaluated(manifests, version)) {
    for (const { check, exemption } of violations) {
      if (exemption === undefined) open.add(`${byDefault[check]?.id} ${object}`);
    }
  }
  return [...open].sort();
}

/** A node or control plane as an earlier release has it. */
function ofRelease(manifest: Manifest, version: string): Manifest {
  if (manifest.kind === 'Node') return patched(manifest, { status: { nodeInfo: { kubeletVersion: version } } });
  return manifest.kind === 'ControlPlane' ? patched(manifest, { spec: { version } }) : manifest;
}

function listed(entries: readonly Owned[]): readonly string[] {
  return entries.flatMap(({ check, at }) => at.map((object) => `${check} ${object}`)).sort();
}

/** Findings that a new cluster has not, once a manifest is in it or in the place of its namesake. */
function news(manifest: Manifest, cluster: Pristine = kubeadm): readonly string[] {
  return added(cluster, manifest);
}

function added({ version, manifests }: Pristine, ...more: readonly Manifest[]): readonly string[] {
  const placeOf = (manifest: Manifest): string =>
    `${manifest.kind} ${(manifest['metadata'] as { namespace?: string }).namespace} ${nameOf(manifest)}`;
  const replaced = new Set(more.map(placeOf));
  const withMore = [...manifests.filter((manifest) => !replaced.has(placeOf(manifest))), ...more];
  const before = new Set(findingsOf.get(manifests) ?? findings(manifests, version));
  return findings(withMore, version).filter((finding) => !before.has(finding));
}

function found({ manifests }: Pristine, kind: string, name: string): Manifest {
  const manifest = manifests.find((candidate) => candidate.kind === kind && nameOf(candidate) === name);
  if (manifest === undefined) throw new Error(`no ${kind} is called ${name}`);
  return manifest;
}

function proxy(): Manifest {
  return found(kubeadm, 'DaemonSet', 'kube-proxy');
}

function changedContainer(manifest: Manifest, change: object): Manifest {
  const { template } = manifest['spec'] as { template: { spec: { containers: object[] } } };
  const containers = template.spec.containers.map((container) => ({ ...container, ...change }));
  return patched(manifest, { spec: { template: { spec: { containers } } } });
}
