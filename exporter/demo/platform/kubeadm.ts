import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { configMap, node } from '../manifests/cluster-objects.ts';
import { daysAgo, type Fields } from '../manifests/meta.ts';
import { controlPlane as seen } from '../manifests/observed.ts';
import { pod } from '../manifests/pod.ts';
import { accountOf, appOf, clusterIdentityOf, type AppOptions, type Release } from '../manifests/release.ts';
import { daemonSet, deployment } from '../manifests/workload.ts';

const version = 'v1.37.2';
const controlPlane = 'stg-cp-1';
const address = '10.60.0.10';
const seccomp = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };

const info = {
  kubeletVersion: version,
  containerRuntimeVersion: 'containerd://2.2.1',
  osImage: 'Ubuntu 24.04.4 LTS',
  kernelVersion: '6.8.0-124-generic',
};

/** One control-plane node and three workers on machines of our own. */
export function kubeadmNodes(age: number): readonly Manifest[] {
  const workers = ['stg-worker-1', 'stg-worker-2', 'stg-worker-3'];
  return [
    node(controlPlane, {
      created: daysAgo(age),
      info,
      address,
      labels: {
        'node-role.kubernetes.io/control-plane': '',
        'node.kubernetes.io/exclude-from-external-load-balancers': '',
      },
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    }),
    ...workers.map((name, index) => node(name, { created: daysAgo(age - 1), info, address: `10.60.0.${11 + index}` })),
  ];
}

interface StaticPod {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly hostPaths: readonly string[];
  readonly probedAt: string;
  readonly port: number;
}

/** The control plane as kubeadm starts it, and what every cluster made with kubeadm adds to it. */
export function kubeadmSystem(age: number): readonly Manifest[] {
  const release: Release = { namespace: 'kube-system', instance: 'kubeadm', created: daysAgo(age) };
  const system = (name: string, image: string, options: AppOptions = {}) => ({
    ...appOf(release, name, image, { hardened: false, selector: { 'k8s-app': name }, ...options }),
    by: 'kubeadm',
    labels: { 'k8s-app': name },
  });
  const proxy = system('kube-proxy', `registry.k8s.io/kube-proxy:${version}`, {
    command: [
      '/usr/local/bin/kube-proxy',
      '--config=/var/lib/kube-proxy/config.conf',
      '--hostname-override=$(NODE_NAME)',
    ],
    hostPaths: ['/run/xtables.lock', '/lib/modules:ro'],
    container: { securityContext: { privileged: true } },
    pod: { hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] },
  });
  const dns = system('coredns', 'registry.k8s.io/coredns/coredns:v1.13.1', {
    args: ['-conf', '/etc/coredns/Corefile'],
    container: {
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      },
    },
  });
  return [
    ...staticPods().map((shipped) => mirrored(shipped, age)),
    accountOf(proxy, { token: true }),
    daemonSet(proxy),
    accountOf(dns, { token: true }),
    deployment(dns),
    ...calico(release),
    ...rights(release),
    configMap(
      { name: 'kube-proxy', namespace: 'kube-system', created: daysAgo(age), by: 'kubeadm' },
      { 'config.conf': 'kind: KubeProxyConfiguration\nmetricsBindAddress: ""\n' },
    ),
    seen({ version, provider: 'kubeadm', managed: false }, { audited: false, encryptedBy: [] }),
  ];
}

function mirrored({ name, image, command, hostPaths, probedAt, port }: StaticPod, age: number): Manifest {
  const probe = { httpGet: { host: probedAt, path: '/livez', port, scheme: 'HTTPS' }, periodSeconds: 10 };
  return pod({
    name: `${name}-${controlPlane}`,
    namespace: 'kube-system',
    created: daysAgo(Math.min(age, 17)),
    by: 'kubelet',
    labels: { component: name, tier: 'control-plane' },
    annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.mirror': '1b7f5e0a' },
    controller: { apiVersion: 'v1', kind: 'Node', name: controlPlane },
    account: '',
    hardened: false,
    image,
    command,
    hostPaths,
    container: { name, livenessProbe: probe, startupProbe: probe },
    pod: { ...seccomp, hostNetwork: true, nodeName: controlPlane, priorityClassName: 'system-node-critical' },
  });
}

const certificates = ['/etc/ssl/certs:ro', '/etc/ca-certificates:ro', '/usr/share/ca-certificates:ro'];
const pki = '/etc/kubernetes/pki';

function staticPods(): readonly StaticPod[] {
  return [
    {
      name: 'kube-apiserver',
      image: `registry.k8s.io/kube-apiserver:${version}`,
      probedAt: address,
      port: 6443,
      hostPaths: [...certificates, `${pki}:ro`],
      command: [
        'kube-apiserver',
        `--advertise-address=${address}`,
        '--allow-privileged=true',
        '--anonymous-auth=true',
        '--audit-log-maxage=7',
        '--authorization-mode=Node,RBAC',
        `--client-ca-file=${pki}/ca.crt`,
        '--enable-admission-plugins=NodeRestriction',
        '--enable-bootstrap-token-auth=true',
        `--etcd-cafile=${pki}/etcd/ca.crt`,
        `--etcd-certfile=${pki}/apiserver-etcd-client.crt`,
        `--etcd-keyfile=${pki}/apiserver-etcd-client.key`,
        '--etcd-servers=https://127.0.0.1:2379',
        `--kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
        `--kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
        '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
        '--profiling=true',
        `--proxy-client-cert-file=${pki}/front-proxy-client.crt`,
        `--proxy-client-key-file=${pki}/front-proxy-client.key`,
        '--requestheader-allowed-names=front-proxy-client',
        `--requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
        '--secure-port=6443',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        `--service-account-key-file=${pki}/sa.pub`,
        `--service-account-signing-key-file=${pki}/sa.key`,
        '--service-cluster-ip-range=10.96.0.0/12',
        `--tls-cert-file=${pki}/apiserver.crt`,
        `--tls-private-key-file=${pki}/apiserver.key`,
      ],
    },
    {
      name: 'kube-controller-manager',
      image: `registry.k8s.io/kube-controller-manager:${version}`,
      probedAt: '127.0.0.1',
      port: 10257,
      hostPaths: [
        ...certificates,
        '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
        `${pki}:ro`,
        '/etc/kubernetes/controller-manager.conf:ro',
      ],
      command: [
        'kube-controller-manager',
        '--allocate-node-cidrs=true',
        '--bind-address=127.0.0.1',
        `--client-ca-file=${pki}/ca.crt`,
        '--cluster-cidr=192.168.0.0/16',
        '--cluster-name=staging',
        `--cluster-signing-cert-file=${pki}/ca.crt`,
        `--cluster-signing-key-file=${pki}/ca.key`,
        '--controllers=*,bootstrapsigner,tokencleaner',
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--leader-elect=true',
        `--root-ca-file=${pki}/ca.crt`,
        `--service-account-private-key-file=${pki}/sa.key`,
        '--use-service-account-credentials=true',
      ],
    },
    {
      name: 'kube-scheduler',
      image: `registry.k8s.io/kube-scheduler:${version}`,
      probedAt: '127.0.0.1',
      port: 10259,
      hostPaths: ['/etc/kubernetes/scheduler.conf:ro'],
      command: [
        'kube-scheduler',
        '--bind-address=127.0.0.1',
        '--kubeconfig=/etc/kubernetes/scheduler.conf',
        '--leader-elect=true',
      ],
    },
    {
      name: 'etcd',
      image: 'registry.k8s.io/etcd:3.6.6-0',
      probedAt: '127.0.0.1',
      port: 2381,
      hostPaths: ['/var/lib/etcd', `${pki}/etcd`],
      command: [
        'etcd',
        `--advertise-client-urls=https://${address}:2379`,
        `--cert-file=${pki}/etcd/server.crt`,
        '--client-cert-auth=true',
        '--data-dir=/var/lib/etcd',
        `--key-file=${pki}/etcd/server.key`,
        `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
        '--listen-metrics-urls=http://127.0.0.1:2381',
        `--peer-cert-file=${pki}/etcd/peer.crt`,
        '--peer-client-cert-auth=true',
        `--peer-key-file=${pki}/etcd/peer.key`,
        `--peer-trusted-ca-file=${pki}/etcd/ca.crt`,
        `--trusted-ca-file=${pki}/etcd/ca.crt`,
      ],
    },
  ];
}

function calico(release: Release): readonly Manifest[] {
  const part = (name: string, image: string, options: AppOptions = {}) =>
    appOf(release, name, `quay.io/calico/${image}:v3.31.2`, {
      hardened: false,
      selector: { 'k8s-app': name },
      ...options,
    });
  const privileged: Fields = { securityContext: { privileged: true } };
  const agent = part('calico-node', 'node', {
    container: privileged,
    hostPaths: [
      '/lib/modules:ro',
      '/var/run/calico',
      '/var/lib/calico',
      '/run/xtables.lock',
      '/sys/fs/',
      '/opt/cni/bin',
      '/etc/cni/net.d',
      '/var/log/calico/cni',
    ],
    init: [
      { name: 'upgrade-ipam', image: 'quay.io/calico/cni:v3.31.2', ...privileged },
      { name: 'install-cni', image: 'quay.io/calico/cni:v3.31.2', ...privileged },
    ],
    pod: { hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] },
  });
  const controllers = part('calico-kube-controllers', 'kube-controllers');
  return [
    accountOf(agent, { token: true }),
    daemonSet(agent),
    accountOf(controllers, { token: true }),
    deployment(controllers, { replicas: 1 }),
    role(
      clusterIdentityOf(release, 'calico-node'),
      rule('', 'pods nodes namespaces configmaps', 'get list watch'),
      rule(
        'crd.projectcalico.org',
        'globalnetworkpolicies networkpolicies ippools felixconfigurations',
        'get list watch',
      ),
    ),
    binding(
      clusterIdentityOf(release, 'calico-node'),
      'ClusterRole/calico-node',
      'ServiceAccount/kube-system/calico-node',
    ),
  ];
}

function rights(release: Release): readonly Manifest[] {
  const identity = (name: string) => ({ ...clusterIdentityOf(release, name), by: 'kubeadm', labels: {} });
  const bootstrappers = 'Group/system:bootstrappers:kubeadm:default-node-token';
  return [
    binding(identity('kubeadm:cluster-admins'), 'ClusterRole/cluster-admin', 'Group/kubeadm:cluster-admins'),
    role(identity('kubeadm:get-nodes'), rule('', 'nodes', 'get')),
    binding(identity('kubeadm:get-nodes'), 'ClusterRole/kubeadm:get-nodes', bootstrappers),
    binding(identity('kubeadm:kubelet-bootstrap'), 'ClusterRole/system:node-bootstrapper', bootstrappers),
    binding(
      identity('kubeadm:node-proxier'),
      'ClusterRole/system:node-proxier',
      'ServiceAccount/kube-system/kube-proxy',
    ),
  ];
}
