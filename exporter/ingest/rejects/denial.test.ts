import { describe, expect, it } from 'vitest';
import { denialIn } from './denial.ts';

const refusedPod = (explanation: string) => `Error creating: pods "web-7d9f8c6b5-x2k4l" is forbidden: ${explanation}`;
const refusedBy = (webhook: string, explanation: string) =>
  `Error creating: admission webhook "${webhook}" denied the request: ${explanation}`;

describe('the message of a controller that could not make an object', () => {
  it.each([
    {
      what: 'Pod Security',
      message: refusedPod('violates PodSecurity "restricted:v1.37": privileged (container "app" must not set it)'),
      denial: { engine: 'psa', policies: ['restricted:v1.37'] },
    },
    {
      what: 'an admission policy',
      message: refusedPod("ValidatingAdmissionPolicy 'images' with binding 'all' denied request: no tag"),
      denial: { engine: 'vap', policies: ['images'] },
    },
    {
      what: 'a quota that is used up',
      message: refusedPod('exceeded quota: compute, requested: pods=1, used: pods=4, limited: pods=4'),
      denial: { engine: 'quota', policies: ['compute'] },
    },
    {
      what: 'a quota that asks for limits',
      message: refusedPod('failed quota: compute: must specify limits.cpu for: app'),
      denial: { engine: 'quota', policies: ['compute'] },
    },
    {
      what: 'the quota of a claim',
      message:
        'create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "data-db-0" is forbidden: exceeded quota: disks, requested: persistentvolumeclaims=1',
      denial: { engine: 'quota', policies: ['disks'] },
    },
    {
      what: 'a LimitRange',
      message: refusedPod(
        '[maximum cpu usage per Container is 1, but limit is 2, minimum memory usage per Pod is 1Gi]',
      ),
      denial: { engine: 'other', policies: ['LimitRange'] },
    },
    {
      what: 'the constraints of OpenShift',
      message: refusedPod('unable to validate against any security context constraint: [provider "anyuid": Forbidden]'),
      denial: { engine: 'other', policies: ['SecurityContextConstraints'] },
    },
    {
      what: 'a plugin that nobody knows',
      message: refusedPod('the moon is full'),
      denial: { engine: 'other', policies: [] },
    },
    {
      what: 'Gatekeeper with two constraints',
      message: refusedBy('validation.gatekeeper.sh', '[no-latest] latest is not allowed\n[owner] a label is missing'),
      denial: { engine: 'gatekeeper', policies: ['no-latest', 'owner'] },
    },
    {
      what: 'an old Gatekeeper',
      message: refusedBy('validation.gatekeeper.sh', '[denied by owner] a label is missing'),
      denial: { engine: 'gatekeeper', policies: ['owner'] },
    },
    {
      what: 'Kyverno with two policies',
      message: refusedBy(
        'validate.kyverno.svc-fail',
        '\n\nresource Pod/shop/web was blocked due to the following policies \n\nno-latest:\n  tag: a tag is required\nowner:\n  label: missing\n',
      ),
      denial: { engine: 'kyverno', policies: ['no-latest', 'owner'] },
    },
    {
      what: 'a ValidatingPolicy of Kyverno',
      message: refusedBy('vpol.validate.kyverno.svc-fail', 'Policy no-latest failed: a tag is required'),
      denial: { engine: 'kyverno', policies: ['no-latest'] },
    },
    {
      what: 'Kubewarden',
      message: refusedBy('clusterwide-no-privileged.kubewarden.admission', 'Privileged container is not allowed'),
      denial: { engine: 'kubewarden', policies: ['no-privileged'] },
    },
    {
      what: 'a webhook of somebody else',
      message: 'Error creating: admission webhook "policy.example.com" denied the request without explanation',
      denial: { engine: 'webhook', policies: ['policy.example.com'] },
    },
    {
      what: 'a denial that stands for many alike',
      message: `(combined from similar events): ${refusedPod('violates PodSecurity "baseline:latest": hostNetwork')}`,
      denial: { engine: 'psa', policies: ['baseline:latest'] },
    },
    {
      what: 'a ReplicaSet that is refused',
      message:
        'Failed to create new replica set "web-7d9f8c6b5": replicasets.apps "web-7d9f8c6b5" is forbidden: exceeded quota: sets, requested: count/replicasets.apps=1',
      denial: { engine: 'quota', policies: ['sets'] },
    },
  ])('tells of $what', ({ message, denial }) => {
    expect(denialIn(message)).toMatchObject(denial);
  });

  it.each([
    ['an invalid pod', 'Error creating: Pod "web-x" is invalid: spec.containers[0].image: Required value'],
    [
      'a missing service account',
      refusedPod('error looking up service account shop/web: serviceaccount "web" not found'),
    ],
    [
      'a namespace that ends',
      refusedPod('unable to create new content in namespace shop because it is being terminated'),
    ],
    [
      'a caller without the right',
      'Error creating: pods is forbidden: User "system:kube" cannot create resource "pods"',
    ],
    ['a caller without the right to a name', refusedPod('User "kate" cannot create resource "pods" in API group ""')],
    ['a quota that is not known yet', refusedPod('status unknown for quota: compute, resources: pods')],
    [
      'a webhook that does not answer',
      'Error creating: Internal error occurred: failed calling webhook "policy.example.com": connection refused',
    ],
    ['a server that is busy', 'Error creating: etcdserver: request timed out'],
    ['nothing', ''],
  ])('is no denial when it tells of %s', (_what, message) => {
    expect(denialIn(message)).toBeUndefined();
  });

  it('is not believed to name an engine that it only quotes', () => {
    const quoted = refusedBy('policy.example.com', 'says [no] validation.gatekeeper.sh: violates PodSecurity "x"');
    expect(denialIn(quoted)).toMatchObject({ engine: 'webhook', policies: ['policy.example.com'] });
    const name = refusedBy('gatekeeper.sh.example.com', '[a] b');
    expect(denialIn(name)?.engine).toBe('webhook');
  });

  it('names at most twenty policies', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `[policy-${index}] no`).join('\n');
    expect(denialIn(refusedBy('validation.gatekeeper.sh', lines))?.policies).toHaveLength(20);
  });
});
