import { expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import { observed } from '../../testing/world.ts';
import { Judged } from '../judged.ts';
import { patched, type Manifest, type Patch } from '../patch.ts';
import { accountNamed } from '../subjects/service-account.ts';
import { boundToAccount } from '../access/examples.ts';
import { ingressTo, serviceFor } from '../subjects/exposed.ts';
import { soundContainer, soundPod } from '../subjects/pod.ts';
import { workloadExposedNodeEscape } from './workload-exposed-node-escape.ts';
import { workloadExposedTakeover } from './workload-exposed-takeover.ts';

function deployment(spec: Patch<object>): Manifest {
  const pod = soundPod({ metadata: { labels: { app: 'app' } }, spec });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { metadata: { labels: { app: 'app' } }, spec: pod['spec'] } },
  };
}
const exposed = [serviceFor({}), ingressTo('app')];
const toEverybody = boundToAccount('', 'cluster-admin', {
  subject: { kind: 'Group', name: 'system:serviceaccounts:shop' },
});

it('a path is told from the internet to what it gives away, with the link that is cheapest to cut', () => {
  const web = deployment({ automountServiceAccountToken: null });
  const { violations } = judge(workloadExposedTakeover, [
    web,
    ...exposed,
    accountNamed('app'),
    boundToAccount('', 'cluster-admin', { name: 'app-admin' }),
  ]);
  expect(violations.map(({ message }) => message)).toEqual([
    'internet → Ingress web → Service app → Deployment web → service account app → ' +
      'ClusterRoleBinding "app-admin" → ClusterRole "cluster-admin" → do everything in every namespace; ' +
      'cheapest to cut: bind a smaller role in place of ClusterRoleBinding "app-admin"',
  ]);
});

it('a token is proposed to go only where nobody gave the account its rights by name', () => {
  const web = deployment({ automountServiceAccountToken: null });
  const others = [...exposed, accountNamed('app'), toEverybody];
  const { violations } = judge(workloadExposedTakeover, [web, ...others]);
  expect(violations.map(({ message }) => message)).toEqual([
    expect.stringContaining('mount no token (automountServiceAccountToken: false): nobody asked for it'),
  ]);
});

it.each([
  [
    'the token that nobody asked for',
    workloadExposedTakeover,
    deployment({ automountServiceAccountToken: null }),
    [accountNamed('app'), toEverybody],
  ],
  [
    'the only way to the node',
    workloadExposedNodeEscape,
    deployment({ containers: [{ ...soundContainer, securityContext: { privileged: true } }] }),
    [],
  ],
])('a fix that is offered takes away %s', (_what, check, web, others) => {
  const { violations } = judge(check, [web, ...exposed, ...others]);
  const { kind, object } = observed(web);
  const patches = violations.map((offence) => check.patchFor(new Judged(kind, object), offence));
  expect(patches).toHaveLength(1);
  const fixed = patched(web, strategic(web, patches[0] ?? {}));
  expect(judge(check, [fixed, ...exposed, ...others]).result).toBe('pass');
});

it('nothing is offered where a patch would leave another way open', () => {
  const web = deployment({
    volumes: [{ name: 'root', hostPath: { path: '/' } }],
    containers: [{ ...soundContainer, securityContext: { privileged: true } }],
  });
  const { violations } = judge(workloadExposedNodeEscape, [web, ...exposed]);
  const { kind, object } = observed(web);
  expect(violations.map((offence) => workloadExposedNodeEscape.patchFor(new Judged(kind, object), offence))).toEqual([
    undefined,
  ]);
});

/** Containers of a patch merged by name, of which these workloads have one. */
function strategic(web: Manifest, patch: object): object {
  return JSON.parse(JSON.stringify(patch), (key, value: unknown) => {
    if (key !== 'containers' || !Array.isArray(value)) return value;
    const [before] = (web['spec'] as { template: { spec: { containers: object[] } } }).template.spec.containers;
    return (value as object[]).map((change) => patched(before ?? {}, change));
  }) as object;
}
