import { describe, expect, it } from 'vitest';
import type { Container } from '../../model/pod.ts';
import { judge } from '../../testing/judge.ts';
import type { Check } from '../define.ts';
import { checks } from '../index.ts';
import type { Manifest, Patch } from '../patch.ts';
import { containerWith, soundPod } from '../subjects/pod.ts';

const byId = new Map<string, Check>(checks.map((check) => [check.id, check]));

/** What makes a container violate a check that looks at containers. */
const violating: Readonly<Record<string, Patch<Container>>> = {
  'pod-privileged': { securityContext: { privileged: true } },
  'pod-host-ports': { ports: [{ containerPort: 80, hostPort: 80 }] },
  'pod-allow-privilege-escalation': { securityContext: { allowPrivilegeEscalation: true } },
  'pod-capabilities-added': { securityContext: { capabilities: { add: ['SYS_TIME'] } } },
  'pod-capabilities-drop-all': { securityContext: { capabilities: null } },
  'pod-capabilities-dangerous': { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
  'pod-capability-net-raw': { securityContext: { capabilities: null } },
  'pod-proc-mount': { securityContext: { procMount: 'Unmasked' } },
  'pod-host-probes': { livenessProbe: { httpGet: { host: 'other.example', port: 80 } } },
  'pod-readonly-rootfs': { securityContext: { readOnlyRootFilesystem: false } },
  'secret-env-ref': { envFrom: [{ secretRef: { name: 'db' } }] },
  'secret-arg-literal': { args: ['--password=hunter2'] },
  'secret-env-literal': { env: [{ name: 'PASSWORD', value: 'hunter2' }] },
  'image-tag-latest': { image: 'app:latest' },
  'image-digest-missing': { image: 'app:1' },
  'image-registry-not-allowed': { image: 'other.example/app:1' },
  'image-registry-denied': { image: 'evil.test/app:1' },
  'image-registry-deprecated': { image: 'k8s.gcr.io/app:1' },
  'image-known-vulnerable': { image: 'redis:6.2.19' },
  'image-pull-policy': { imagePullPolicy: 'IfNotPresent' },
  'rel-duplicate-env': {
    env: [
      { name: 'MODE', value: 'a' },
      { name: 'MODE', value: 'b' },
    ],
  },
  'pod-low-uid-gid': { securityContext: { runAsUser: 1000 } },
  'pod-linux-hardening': { securityContext: { seccompProfile: { type: 'Unconfined' }, capabilities: null } },
  'pod-interactive-tty': { tty: true },
  'pod-sudo-entrypoint': { command: ['sudo', 'app'] },
  'pod-privileged-container-port': { ports: [{ containerPort: 80 }] },
  'workload-kubernetes-dashboard': { image: 'docker.io/kubernetesui/dashboard:v2.7.0' },
  'ingress-nginx-eol': { image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1' },
  'workload-tiller': { image: 'gcr.io/kubernetes-helm/tiller:v2.17.0' },
};

/** Parameters without which a check objects to nothing. */
const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'image-registry-not-allowed': { registries: ['registry.example'] },
  'image-registry-denied': { registries: ['evil.test'] },
};

const containerChecks = checks.filter(({ subject }) => subject === 'container').map(({ id }) => id);

it('covers every check that looks at containers', () => {
  expect(Object.keys(violating).sort()).toEqual([...containerChecks].sort());
});

describe.each(Object.entries(violating))('%s', (id, patch) => {
  it.each(['containers', 'initContainers', 'ephemeralContainers'] as const)('looks at %s', (role) => {
    const bad = containerWith({ name: 'bad', ...patch });
    const pod =
      role === 'containers'
        ? soundPod({ spec: { containers: [containerWith({}), bad] } })
        : soundPod({ spec: { [role]: [bad] } });
    const { result, violations } = verdict(id, pod);
    expect(result).toBe('fail');
    expect(violations.map(({ container }) => container)).toEqual(['bad']);
    expect(violations[0]?.path).toMatch(
      role === 'containers' ? /^spec\.containers\[1\]/ : new RegExp(`^spec\\.${role}\\[0\\]`),
    );
  });

  it('looks at sidecars', () => {
    const pod = soundPod({
      spec: { initContainers: [containerWith({ name: 'bad', restartPolicy: 'Always', ...patch })] },
    });
    expect(verdict(id, pod).result).toBe('fail');
  });
});

describe('Windows', () => {
  const windows = soundPod({
    spec: { os: { name: 'windows' }, containers: [{ name: 'app', image: 'registry.example/app:1' }] },
  });

  it.each([
    'pod-allow-privilege-escalation',
    'pod-capabilities-drop-all',
    'pod-capability-net-raw',
    'pod-readonly-rootfs',
    'pod-seccomp-missing',
  ])('is exempt from %s', (id) => {
    expect(verdict(id, windows).result).toBe('not_applicable');
  });

  it.each(['pod-allow-privilege-escalation', 'pod-capabilities-drop-all'])(
    'is not exempt from %s before 1.25',
    (id) => {
      expect(verdict(id, windows, '1.24').result).toBe('fail');
    },
  );
});

describe('user namespaces', () => {
  const unmasked = soundPod({
    spec: { hostUsers: false, containers: [containerWith({ securityContext: { procMount: 'Unmasked' } })] },
  });

  it.each([
    ['1.34', 'fail'],
    ['1.35', 'pass'],
  ])('make an unmasked /proc harmless from 1.35 on: %s gives %s', (version, result) => {
    expect(verdict('pod-proc-mount', unmasked, version).result).toBe(result);
  });
});

it.each([
  ['app', 'runtime/default', 'pass'],
  ['app', 'localhost/app', 'pass'],
  ['app', 'unconfined', 'fail'],
  ['app', '', 'fail'],
  ['other', 'runtime/default', 'fail'],
])('the AppArmor annotation of container %s, %s, holds the container app back: %s', (name, profile, result) => {
  const pod = soundPod({
    metadata: { annotations: { [`container.apparmor.security.beta.kubernetes.io/${name}`]: profile } },
    spec: { securityContext: null, containers: [containerWith({ securityContext: null })] },
  });
  expect(verdict('pod-linux-hardening', pod).result).toBe(result);
});

it('host ports of a pod on the network of its node are counted under pod-host-network', () => {
  const pod = soundPod({
    spec: { hostNetwork: true, containers: [containerWith({ ports: [{ containerPort: 80, hostPort: 80 }] })] },
  });
  expect(verdict('pod-host-ports', pod).result).toBe('not_applicable');
  expect(verdict('pod-host-network', pod).result).toBe('fail');
  expect(verdict('pod-pss-baseline', pod).result).toBe('fail');
});

it('probes of other hosts are nothing that Pod Security forbade before 1.34', () => {
  const pod = soundPod({
    spec: { containers: [containerWith({ livenessProbe: { httpGet: { host: 'other.example', port: 80 } } })] },
  });
  expect(verdict('pod-host-probes', pod, '1.33').result).toBe('not_applicable');
  expect(verdict('pod-host-probes', pod, '1.34').result).toBe('fail');
});

it('a standard names the controls that fail', () => {
  const pod = soundPod({
    spec: { hostPID: true, containers: [containerWith({ securityContext: { privileged: true } })] },
  });
  const [violation] = verdict('pod-pss-baseline', pod).violations;
  expect(violation?.message).toBe('the pod does not meet the baseline standard: pod-privileged, pod-host-pid');
});

it('text of the cluster cannot break a message', () => {
  const name = `evil\u0000\u001b[31m\u202e${'x'.repeat(500)}`;
  const pod = soundPod({ spec: { containers: [containerWith({ name, securityContext: { privileged: true } })] } });
  const [violation] = verdict('pod-privileged', pod).violations;
  expect(violation?.message).toMatch(/^container "evil\[31mx+…": securityContext\.privileged is true$/);
});

it('a secret is named by its variable and kind, never by its value', () => {
  const pod = soundPod({ spec: { containers: [containerWith({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] })] } });
  const { violations } = verdict('secret-env-literal', pod);
  expect(violations[0]?.message).toBe(
    'container "app": variable "DB_PASSWORD" holds a literal where its name promises a secret',
  );
  expect(JSON.stringify(violations)).not.toContain('hunter2');
});

it('a thousand offences of one object are a hundred and the number of the others', () => {
  const add = Array.from({ length: 1000 }, (_, index) => `MADE_UP_${index}`);
  const pod = soundPod({ spec: { containers: [containerWith({ securityContext: { capabilities: { add } } })] } });
  const { violations } = verdict('pod-capabilities-added', pod);
  expect(violations).toHaveLength(101);
  expect(violations.at(-1)?.message).toBe('900 more of the same kind');
});

function verdict(id: string, manifest: Manifest, version?: string) {
  const check = byId.get(id);
  if (check === undefined) throw new Error(`${id} is not a check`);
  return judge(check.configured(settings[id] ?? {}), [manifest], version);
}
