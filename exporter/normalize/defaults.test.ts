import { describe, expect, it } from 'vitest';
import type { KindName } from '../model/kinds.ts';
import { applyDefaults } from './defaults.ts';
import { refusals } from './refusals.ts';

const defaulted = (kind: KindName, object: Record<string, unknown>) => {
  const copy = structuredClone(object);
  applyDefaults(kind, copy);
  return copy;
};
const podOf = (spec: object) => ({ spec: { containers: [], ...spec } });
const template = (spec: object) => ({ spec: { template: podOf(spec) } });

describe('defaults of the API server', () => {
  it.each<readonly [string, KindName, Record<string, unknown>, Record<string, unknown>]>([
    ['a Service is of type ClusterIP', 'Service', { spec: {} }, { spec: { type: 'ClusterIP' } }],
    ['a Service keeps its type', 'Service', { spec: { type: 'NodePort' } }, { spec: { type: 'NodePort' } }],
    [
      'a volume without source is an emptyDir',
      'Pod',
      podOf({ volumes: [{ name: 'v' }, { name: 'n', hostPath: null }] }),
      podOf({
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'n', emptyDir: {} },
        ],
      }),
    ],
    [
      'ports of a Pod on the host network are host ports',
      'Pod',
      podOf({ hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }] }] }),
      { spec: { containers: [{ ports: [{ hostPort: 80 }] }] } },
    ],
    ['a policy without types covers ingress', 'NetworkPolicy', { spec: {} }, { spec: { policyTypes: ['Ingress'] } }],
    [
      'egress rules add their type',
      'NetworkPolicy',
      { spec: { egress: [{}] } },
      { spec: { policyTypes: ['Ingress', 'Egress'] } },
    ],
    [
      'users and groups are of the RBAC group',
      'RoleBinding',
      { subjects: [{ kind: 'Group' }, { kind: 'ServiceAccount' }] },
      { subjects: [{ apiGroup: 'rbac.authorization.k8s.io' }, {}] },
    ],
    [
      'a namespace is labelled with its name',
      'Namespace',
      { metadata: { name: 'a' } },
      { metadata: { labels: { 'kubernetes.io/metadata.name': 'a' } } },
    ],
  ])('%s', (_claim, kind, before, after) => {
    expect(defaulted(kind, before)).toMatchObject(after);
  });

  it('leaves host ports of templates alone, as 1.28 and later do', () => {
    const before = template({ hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }] }] });
    expect(JSON.stringify(defaulted('Deployment', before))).not.toContain('hostPort');
  });

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['host:5000/nginx', 'Always'],
    ['nginx:1.2', 'IfNotPresent'],
    [`nginx@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
    [`nginx:latest@sha256:${'a'.repeat(64)}`, 'Always'],
    ['nginx:latest@sha256:abc', 'IfNotPresent'],
  ])('pulls %s %s', (image, imagePullPolicy) => {
    expect(defaulted('Pod', podOf({ containers: [{ image }] }))).toMatchObject(
      podOf({ containers: [{ imagePullPolicy }] }),
    );
  });

  it.each([
    null,
    'text',
    3,
    [],
    { spec: [] },
    { spec: { template: null } },
    { spec: { containers: 'no', volumes: {} } },
  ])('survives %j in place of an object of any kind', (garbage) => {
    for (const kind of ['Pod', 'CronJob', 'Job', 'Service', 'Namespace', 'RoleBinding', 'NetworkPolicy'] as const) {
      const object = { metadata: garbage, spec: garbage, subjects: garbage };
      expect(() => applyDefaults(kind, structuredClone(object))).not.toThrow();
      expect(() => refusals(kind, object)).not.toThrow();
    }
  });
});

describe('what the API server refuses', () => {
  const sound = podOf({
    containers: [{ name: 'a', image: 'x', env: [{ name: 'A', value: '1' }], securityContext: null }],
  });
  it('accepts a sound Pod, nulls included', () => {
    expect(refusals('Pod', sound)).toEqual([]);
  });

  it.each<readonly [KindName, object, string]>([
    ['Pod', podOf({}), 'spec.containers is empty; the API server requires at least one'],
    ['Pod', { spec: {} }, 'spec.containers is missing; the API server requires it'],
    ['Deployment', { spec: {} }, 'spec.template is missing; the API server requires it'],
    ['Pod', podOf({ containers: { name: 'a' } }), 'spec.containers is a mapping; the API server accepts only a list'],
    [
      'Pod',
      podOf({ containers: [{ name: 'a', env: [{ name: 'A', value: 80 }] }] }),
      'spec.containers[0].env[0].value is an integer; the API server accepts only a string',
    ],
    [
      'Pod',
      podOf({ containers: [{ name: 'a' }], hostPID: 'yes' }),
      'spec.hostPID is a string; the API server accepts only a boolean',
    ],
    [
      'ConfigMap',
      { metadata: { labels: { a: true } } },
      'metadata.labels.a is a boolean; the API server accepts only a string',
    ],
    ['Role', { rules: [{ verbs: 'get' }] }, 'rules[0].verbs is a string; the API server accepts only a list'],
  ])('%s: %j', (kind, object, refusal) => {
    expect(refusals(kind, object)).toEqual([refusal]);
  });

  it('stops at five and never quotes a value', () => {
    const env = Array.from({ length: 50 }, () => ({ name: 'A', value: 424242 }));
    const said = refusals('Pod', podOf({ containers: [{ name: 'a', env }] }));
    expect(said).toHaveLength(5);
    expect(said.join()).not.toContain('424242');
  });
});
