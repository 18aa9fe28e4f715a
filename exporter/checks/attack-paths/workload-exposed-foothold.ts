import { boundToAccount, clusterRole, namespacedRole } from '../access/examples.ts';
import { accessKinds } from '../access/grants.ts';
import { leadsToCluster, powersOfServiceAccount } from '../access/powers.ts';
import { defineCheck, type Check } from '../define.ts';
import { netpolEgressUncovered } from '../network/netpol-egress-uncovered.ts';
import { given, type Manifest } from '../patch.ts';
import { podAllowPrivilegeEscalation } from '../pod-security/pod-allow-privilege-escalation.ts';
import { podReadonlyRootfs } from '../pod-security/pod-readonly-rootfs.ts';
import { podRunAsNonRoot } from '../pod-security/pod-run-as-non-root.ts';
import { narrowRoleBound } from '../snippets/narrow-role.ts';
import { entranceKinds, entranceTo, failedSteps, pathOfPod, pathSentence } from '../subjects/attack-path.ts';
import { ingressTo, serviceFor } from '../subjects/exposed.ts';
import { identityCut, identitySteps } from '../subjects/identity-step.ts';
import { denyAll } from '../subjects/network-policy.ts';
import { containerWith } from '../subjects/pod.ts';
import { holdsApiToken } from '../subjects/service-account.ts';

/** What makes an intruder at home: root, more rights than at the start, a place for tools, a way to fetch them. */
const weaknesses: readonly (readonly [Check, string])[] = [
  [podRunAsNonRoot, 'root'],
  [podAllowPrivilegeEscalation, 'a way to more privileges'],
  [podReadonlyRootfs, 'a file system to write to'],
  [netpolEgressUncovered, 'a network without limits'],
];
/** One of them alone is common and leads nowhere yet. */
const enough = 2;

const weak = {
  metadata: { labels: { app: 'app' } },
  spec: {
    automountServiceAccountToken: true,
    containers: [
      containerWith({ securityContext: { allowPrivilegeEscalation: undefined, readOnlyRootFilesystem: false } }),
    ],
  },
};
const exposed: readonly Manifest[] = [serviceFor({}), ingressTo('app')];
const powerful: readonly Manifest[] = [
  boundToAccount('shop', 'workers', { kind: 'Role' }),
  namespacedRole('workers', 'core pods create'),
];

export const workloadExposedFoothold = defineCheck({
  id: 'workload-exposed-foothold',
  title: 'The internet is one flaw away from a namespace',
  category: 'attack-paths',
  composite: true,
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: {
    nsa: ['exposed-interfaces', 'pod-security', 'authorization'],
    mitre: ['T1190', 'T1528'],
    microsoft: ['application-exploit', 'container-service-account'],
  },
  because:
    'The program is reached from the internet, its container does little to hold an intruder back, and its token takes over the other workloads of a namespace with their Secrets.',
  remedy: 'Cut one link of the path; the message names the cheapest one.',
  paste: narrowRoleBound,

  subject: pathOfPod,
  fields: ['spec.serviceAccountName'],
  reads: [...new Set([...entranceKinds, 'ServiceAccount' as const, ...accessKinds, ...netpolEgressUncovered.needs])],
  violatedBy(judged, world) {
    const { pod } = judged;
    const entrance = entranceTo(pod, world);
    if (entrance === undefined || !holdsApiToken(pod, world)) return false;
    const powers = powersOfServiceAccount(pod.namespace, pod.serviceAccount, world);
    const [power] = powers;
    // What reaches the cluster is told by a check of its own.
    if (power === undefined || powers.some(leadsToCluster)) return false;
    const found = weaknesses.filter(([check]) => failedSteps(judged, [check], world).length > 0);
    if (found.length < enough) return false;
    const [last, ...before] = found.map(([, words]) => words).reverse();
    const [entry = '', ...steps] = [...entrance.steps].reverse();
    const workload = `${entry} with ${before.reverse().join(', ')} and ${last}`;
    return {
      path: `${pod.path}.serviceAccountName`,
      part: 'path',
      message: pathSentence(
        [...steps.reverse(), workload, ...identitySteps(pod, power)],
        identityCut(pod, power, world),
      ),
    };
  },

  examples: {
    violating: {
      'an Ingress leads to a weak pod that may create pods': given(weak, ...exposed, ...powerful),
      'its role is bound in another namespace': given(
        weak,
        ...exposed,
        boundToAccount('bank', 'readers'),
        clusterRole('readers', 'core secrets get'),
      ),
    },
    compliant: {
      'nothing leads to it from outside': given(weak, serviceFor({}), ...powerful),
      'it has no rights': given(weak, ...exposed),
      'the pod is hardened and its egress limited': given(
        { metadata: weak.metadata, spec: { automountServiceAccountToken: true } },
        ...exposed,
        ...powerful,
        denyAll({}),
      ),
      'it has one weakness': given(
        { metadata: weak.metadata, spec: { automountServiceAccountToken: true } },
        ...exposed,
        ...powerful,
      ),
      'no token is mounted': given(
        { ...weak, spec: { ...weak.spec, automountServiceAccountToken: false } },
        ...exposed,
        ...powerful,
      ),
      'its rights reach the cluster, which is another finding': given(
        weak,
        ...exposed,
        boundToAccount('', 'cluster-admin'),
      ),
    },
  },
});
