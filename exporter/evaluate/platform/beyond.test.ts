import { describe, expect, it } from 'vitest';
import { Judged } from '../../checks/judged.ts';
import { patched, type Manifest } from '../../checks/patch.ts';
import { observed } from '../../testing/world.ts';
import { catalogueOf, componentAt } from './component.ts';
import { components } from './index.ts';
import { binding, clusterRole } from './pristine/access.ts';
import { aks } from './pristine/aks.ts';
import { eks } from './pristine/eks.ts';
import { gke } from './pristine/gke.ts';
import { found, newIn } from './pristine/judge.ts';
import { kubeadm } from './pristine/kubeadm.ts';
import { namespace, service, webhook } from './pristine/objects.ts';
import { workload } from './pristine/workload.ts';

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
    expect(newIn(kubeadm, changedContainer(proxy(), change))).not.toEqual([]);
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
    expect(newIn(kubeadm, patched(proxy(), { spec: { template: { spec } } }))).not.toEqual([]);
  });

  it.each([
    ['in another namespace', { namespace: 'shop' }],
    ['of another name', { name: 'kube-proxy-2' }],
    ['with the name of a release', { name: 'kube-proxy-v1' }],
  ])('is a finding %s', (_, metadata) => {
    expect(newIn(kubeadm, patched(proxy(), { metadata }))).not.toEqual([]);
  });

  it('is a finding for only what is beyond the exemption', () => {
    expect(newIn(kubeadm, patched(proxy(), { spec: { template: { spec: { hostPID: true } } } }))).toEqual([
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
    expect(newIn(aks, opened)).toContain('workload-exposed-takeover DaemonSet kube-system/ama-logs');
  });

  it('that is made reachable from outside is a finding', () => {
    const opened = patched(service('metrics', 'kube-proxy', '80:10249'), { spec: { type: 'LoadBalancer' } });
    expect(newIn(kubeadm, opened)).toEqual(
      expect.arrayContaining(['svc-loadbalancer-public Service kube-system/metrics']),
    );
  });
});

describe('an edited default', () => {
  it('is a finding for the subject that was added, and only for it', () => {
    expect(newIn(kubeadm, binding('cluster-admin', 'cluster-admin', ['Group/system:masters', 'User/mallory']))).toEqual(
      ['rbac-cluster-admin-binding ClusterRoleBinding cluster-admin', 'rbac-secrets-read ClusterRole cluster-admin'],
    );
  });

  it('is a finding when it refers to another role', () => {
    const edited = binding(
      'kubeadm:bootstrap-signer-clusterinfo',
      'kubeadm:nodes-kubeadm-config',
      ['User/system:anonymous'],
      'kube-public',
    );
    expect(newIn(kubeadm, edited)).toContain(
      'rbac-anonymous-binding RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo',
    );
  });

  it('does not explain a binding of its own making', () => {
    const made = binding('backdoor', 'system:controller:namespace-controller', ['ServiceAccount/shop/app']);
    expect(newIn(kubeadm, made)).toContain('rbac-secrets-read ClusterRole system:controller:namespace-controller');
  });

  it('does not explain rules that the role did not have', () => {
    const edited = clusterRole('system:kube-dns', 'list+watch :endpoints+services', '* *:*');
    expect(newIn(kubeadm, edited)).toContain('rbac-wildcard-all ClusterRole system:kube-dns');
  });

  it('does not explain a rule that was added to the role of a component', () => {
    const role = found(aks, 'ClusterRole', 'ama-logs-reader');
    const rules = [...(role['rules'] as object[]), { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }];
    expect(newIn(aks, { ...role, rules })).toEqual(
      expect.arrayContaining([
        'rbac-nodes-proxy ClusterRole ama-logs-reader',
        'rbac-pods-exec ClusterRole ama-logs-reader',
      ]),
    );
  });

  it('does not explain a holder that the role of a component did not have', () => {
    const added = binding('backdoor', 'ama-logs-reader', ['ServiceAccount/default/default']);
    expect(newIn(aks, added)).toContain('rbac-nodes-proxy ClusterRole ama-logs-reader');
  });

  it('does not explain rights that a component was given beside its own', () => {
    const given = binding('backdoor', 'cluster-admin', ['ServiceAccount/kube-system/ama-logs']);
    expect(newIn(aks, given)).toEqual(
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
    const news = newIn(eks, role, theirs).filter((finding) => !finding.startsWith('rbac-cluster-admin-binding'));
    expect(news).toEqual([]);
  });

  it('is a finding once somebody else may too', () => {
    const shared = binding('eks:new-controller', 'eks:new-controller', ['User/eks:new-controller', 'User/mallory']);
    expect(newIn(eks, role, shared)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });

  it('is a finding where nobody holds it', () => {
    expect(newIn(eks, role)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });

  it('is a finding on a cluster of somebody else', () => {
    const theirs = binding('eks:new-controller', 'eks:new-controller', ['User/eks:new-controller']);
    expect(newIn(kubeadm, role, theirs)).toContain('rbac-wildcard-all ClusterRole eks:new-controller');
  });
});

describe('an object of a provider', () => {
  it.each([
    ['EKS calls another server', eks, 'vpc-resource-validating-webhook', 'https://hooks.example.com/'],
    ['AKS calls another server', aks, 'aks-node-validating-webhook', 'https://azmk8s.io.example.com/'],
  ])('is a finding when a webhook of %s', (_, cluster, name, url) => {
    const hook = { name: 'a.example.com', failurePolicy: 'Ignore', clientConfig: { url, caBundle: 'LS0t' } };
    expect(newIn(cluster, webhook('Validating', name, hook))).toContain(
      `webhook-external-url ValidatingWebhookConfiguration ${name}`,
    );
  });

  it('is a finding when its metrics come from another server', () => {
    const api = found(gke, 'APIService', 'v1beta1.metrics.k8s.io');
    const moved = patched(api, { spec: { service: { namespace: 'shop' } } });
    expect(newIn(gke, moved)).toContain('apiservice-insecure APIService v1beta1.metrics.k8s.io');
  });

  it('is a finding when its node port leads somewhere else', () => {
    const backend = found(gke, 'Service', 'default-http-backend');
    const moved = patched(backend, { spec: { selector: { 'k8s-app': 'shell' } } });
    expect(newIn(gke, moved)).toContain('svc-nodeport Service kube-system/default-http-backend');
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
    expect(newIn(gke, app)).toEqual(
      expect.arrayContaining([
        'netpol-namespace-missing Namespace gmp-system',
        'ns-psa-enforce-baseline Namespace gmp-system',
      ]),
    );
  });

  it('is known by its name too', () => {
    expect(newIn(kubeadm, ...namespace('flannel-2'))).toContain('ns-psa-enforce-baseline Namespace flannel-2');
  });
});

function proxy(): Manifest {
  return found(kubeadm, 'DaemonSet', 'kube-proxy');
}

function changedContainer(manifest: Manifest, change: object): Manifest {
  const { template } = manifest['spec'] as { template: { spec: { containers: object[] } } };
  const containers = template.spec.containers.map((container) => ({ ...container, ...change }));
  return patched(manifest, { spec: { template: { spec: { containers } } } });
}
