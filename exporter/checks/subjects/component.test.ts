import { describe, expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import { observed } from '../../testing/world.ts';
import { cpApiAnonymousAuth } from '../control-plane/cp-api-anonymous-auth.ts';
import { cpApiAuthzRbac } from '../control-plane/cp-api-authz-rbac.ts';
import { cpApiEncryptionProvider } from '../control-plane/cp-api-encryption-provider.ts';
import { cpEtcdTls } from '../control-plane/cp-etcd-tls.ts';
import { cpEtcdUniqueCa } from '../control-plane/cp-etcd-unique-ca.ts';
import { cpKcmProfiling } from '../control-plane/cp-kcm-profiling.ts';
import { cpSchedProfiling } from '../control-plane/cp-sched-profiling.ts';
import type { Check } from '../define.ts';
import { Judged } from '../judged.ts';
import type { Manifest } from '../patch.ts';

const mirror = { 'kubernetes.io/config.mirror': 'd41d8cd98f00b204' };

function staticPod(container: object, metadata: object = { annotations: mirror }): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'component-node-1', namespace: 'kube-system', ...metadata },
    spec: { containers: [{ name: 'component', ...container }] },
  };
}

function found(manifest: Manifest): readonly string[] {
  const { kind, object } = observed(manifest);
  return new Judged(kind, object).components.map(
    ({ component, flags }) => `${component} profiling=${flags.text('profiling') ?? ''}`,
  );
}

describe('a component of the control plane', () => {
  it.each([
    ['kubeadm', { command: ['kube-apiserver', '--profiling=false'] }],
    ['RKE2', { command: ['kube-apiserver'], args: ['--profiling=false'] }],
    ['a path', { command: ['/usr/local/bin/kube-apiserver', '--profiling', '--profiling=false'] }],
    ['a launcher', { command: ['/go-runner', '--log-file=/x', '--', '/usr/bin/kube-apiserver', '--profiling=false'] }],
    ['a shell', { command: ['/bin/sh', '-c', 'exec /usr/bin/kube-apiserver --profiling="false" >> /log 2>&1'] }],
    [
      'a variable',
      { command: ['kube-apiserver', '--profiling=$(PROFILING)'], env: [{ name: 'PROFILING', value: 'false' }] },
    ],
  ])('is found as %s starts it', (_name, container) => {
    expect(found(staticPod(container))).toEqual(['kube-apiserver profiling=false']);
  });

  it.each([
    ['a manifest of kubeadm', { labels: { component: 'kube-scheduler' } }],
    ['a manifest of kOps', { labels: { 'k8s-app': 'kube-scheduler' } }],
    ['a manifest without labels', { name: 'kube-scheduler' }],
    ['a pod of the control plane', { labels: { tier: 'control-plane' } }],
    [
      'a manifest that names no namespace',
      { namespace: undefined, labels: { component: 'kube-scheduler', tier: 'control-plane' } },
    ],
  ])('is found by the labels or the name of %s', (_name, metadata) => {
    expect(found(staticPod({ command: ['kube-scheduler'] }, metadata))).toEqual(['kube-scheduler profiling=']);
  });

  it.each([
    ['a pod of another namespace', { command: ['etcd'] }, { namespace: 'shop', annotations: mirror }],
    ['a mirror of another namespace', { command: ['etcd'] }, { namespace: 'default', annotations: mirror }],
    [
      'a pod of another namespace with one of the labels',
      { command: ['etcd'] },
      { namespace: 'default', labels: { component: 'etcd' } },
    ],
    ['a pod of that name elsewhere', { command: ['etcd'] }, { namespace: 'shop', name: 'etcd' }],
    ['a pod that says nothing of itself', { command: ['etcd'] }, {}],
    ['an etcd of somebody else', { command: ['etcd'] }, { labels: { 'k8s-app': 'calico-etcd' } }],
    [
      'a tool that is given its name',
      { command: ['backup', '--dir=/var/lib/etcd', '/var/lib/etcd'] },
      { annotations: mirror },
    ],
    ['a container without a command', {}, { annotations: mirror }],
  ])('is not %s', (_name, container, metadata) => {
    expect(found(staticPod(container, metadata))).toEqual([]);
  });

  it('takes settings of etcd from its environment where no flag is set', () => {
    const env = [
      { name: 'ETCD_CERT_FILE', value: '/a.crt' },
      { name: 'ETCD_KEY_FILE', value: '/a.key' },
    ];
    expect(judge(cpEtcdTls, [staticPod({ command: ['etcd'], env })]).result).toBe('pass');
  });
});

describe('what no API shows of a control plane', () => {
  const controlPlane = (fields: object): Manifest => ({
    apiVersion: 'observed.plumbline/v1',
    kind: 'ControlPlane',
    metadata: { name: 'control-plane' },
    spec: { provider: 'k3s', managed: false },
    ...fields,
  });

  it.each<[string, Check, Manifest, string]>([
    ['a component without a pod', cpKcmProfiling, controlPlane({}), 'no pod of kube-controller-manager can be seen'],
    [
      'flags that may not be read',
      cpApiAnonymousAuth,
      controlPlane({ unread: { flags: 'it forbids that' } }),
      'it forbids that',
    ],
    [
      'a file of authentication',
      cpApiAnonymousAuth,
      controlPlane({ flags: { 'anonymous-auth': 'true', 'authentication-config': '/authn.yaml' } }),
      '/authn.yaml',
    ],
    [
      'a file of authorizers',
      cpApiAuthzRbac,
      controlPlane({ flags: { 'authorization-config': '/authz.yaml' } }),
      '/authz.yaml',
    ],
    [
      'a file of encryption',
      cpApiEncryptionProvider,
      controlPlane({ flags: { 'encryption-provider-config': '/encryption.yaml' } }),
      '/encryption.yaml',
    ],
    [
      'a file of the scheduler',
      cpSchedProfiling,
      staticPod({ command: ['kube-scheduler', '--config=/sched.yaml', '--profiling=false'] }),
      '/sched.yaml',
    ],
    ['a file of etcd', cpEtcdTls, staticPod({ command: ['etcd', '--config-file=/etcd.yaml'] }), '/etcd.yaml'],
  ])('is unknown: %s', (_name, check, manifest, reason) => {
    expect(judge(check, [manifest])).toMatchObject({
      result: 'unknown',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('is left to the pods where they can be seen', () => {
    const pod = staticPod({ command: ['kube-apiserver', '--anonymous-auth=false'] });
    const seen = controlPlane({ flags: { 'anonymous-auth': 'true' } });
    expect(judge(cpApiAnonymousAuth, [seen, pod]).result).toBe('not_applicable');
    expect(judge(cpApiAnonymousAuth, [pod, seen]).result).toBe('pass');
  });

  it('is not left to a pod that anybody may write', () => {
    const labels = { component: 'kube-apiserver', tier: 'control-plane' };
    const pod = staticPod({ command: ['kube-apiserver', '--anonymous-auth=false'] }, { namespace: 'default', labels });
    const seen = controlPlane({ flags: { 'anonymous-auth': 'true' } });
    expect(judge(cpApiAnonymousAuth, [seen, pod]).result).toBe('fail');
  });

  it('is what the manifests beside it say, where they name no namespace', () => {
    const manifestOf = (component: string, flag: string): Manifest =>
      staticPod(
        { command: [component, flag] },
        { namespace: undefined, name: component, labels: { component, tier: 'control-plane' } },
      );
    const etcd = manifestOf('etcd', '--trusted-ca-file=/ca.crt');
    expect(judge(cpEtcdUniqueCa, [etcd, manifestOf('kube-apiserver', '--client-ca-file=/ca.crt')]).result).toBe('fail');
    expect(judge(cpEtcdUniqueCa, [etcd, manifestOf('kube-apiserver', '--client-ca-file=/other.crt')]).result).toBe(
      'pass',
    );
  });
});
