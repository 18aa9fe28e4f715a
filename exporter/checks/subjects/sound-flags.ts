import type { Component } from './component.ts';

const pki = '/etc/kubernetes/pki';

/** Flags with which no check finds fault, in the layout of kubeadm. */
export const soundFlags: Readonly<Record<Component, Readonly<Record<string, string>>>> = {
  'kube-apiserver': {
    'secure-port': '6443',
    'anonymous-auth': 'false',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction,DenyServiceExternalIPs,EventRateLimit,AlwaysPullImages',
    'admission-control-config-file': '/etc/kubernetes/admission.yaml',
    'client-ca-file': `${pki}/ca.crt`,
    'tls-cert-file': `${pki}/apiserver.crt`,
    'tls-private-key-file': `${pki}/apiserver.key`,
    'tls-min-version': 'VersionTLS13',
    'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
    'kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
    'kubelet-certificate-authority': `${pki}/ca.crt`,
    'etcd-servers': 'https://127.0.0.1:2379',
    'etcd-cafile': `${pki}/etcd/ca.crt`,
    'etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
    'etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
    'encryption-provider-config': '/etc/kubernetes/encryption.yaml',
    'service-account-key-file': `${pki}/sa.pub`,
    'service-account-signing-key-file': `${pki}/sa.key`,
    'service-account-extend-token-expiration': 'false',
    'audit-policy-file': '/etc/kubernetes/audit-policy.yaml',
    'audit-log-path': '/var/log/kubernetes/audit.log',
    'audit-log-maxage': '30',
    'audit-log-maxbackup': '10',
    'audit-log-maxsize': '100',
    profiling: 'false',
  },
  'kube-controller-manager': {
    'bind-address': '127.0.0.1',
    profiling: 'false',
    'terminated-pod-gc-threshold': '1000',
    'use-service-account-credentials': 'true',
    'service-account-private-key-file': `${pki}/sa.key`,
    'root-ca-file': `${pki}/ca.crt`,
  },
  'kube-scheduler': { 'bind-address': '127.0.0.1', profiling: 'false' },
  etcd: {
    'cert-file': `${pki}/etcd/server.crt`,
    'key-file': `${pki}/etcd/server.key`,
    'trusted-ca-file': `${pki}/etcd/ca.crt`,
    'client-cert-auth': 'true',
    'peer-cert-file': `${pki}/etcd/peer.crt`,
    'peer-key-file': `${pki}/etcd/peer.key`,
    'peer-trusted-ca-file': `${pki}/etcd/ca.crt`,
    'peer-client-cert-auth': 'true',
  },
};
