import { defineCheck, type Check } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { podCapabilitiesDangerous } from '../pod-security/pod-capabilities-dangerous.ts';
import { podHostpathSensitive } from '../pod-security/pod-hostpath-sensitive.ts';
import { podPrivileged } from '../pod-security/pod-privileged.ts';
import { podRuntimeSocket } from '../pod-security/pod-runtime-socket.ts';
import { podWindowsHostProcess } from '../pod-security/pod-windows-host-process.ts';
import { closing, entranceKinds, entranceTo, failedSteps, pathOfPod, pathSentence } from '../subjects/attack-path.ts';
import { balancerFor, ingressTo, serviceFor } from '../subjects/exposed.ts';
import { containerWith } from '../subjects/pod.ts';

/** Each of these opens the node by itself, with what every image or attacker has at hand. */
const escapes: readonly Check[] = [
  podPrivileged,
  podRuntimeSocket,
  podHostpathSensitive,
  podCapabilitiesDangerous,
  podWindowsHostProcess,
];

const labels = { labels: { app: 'app' } };
const privileged = {
  metadata: labels,
  spec: { containers: [containerWith({ securityContext: { privileged: true } })] },
};
const exposed: readonly Manifest[] = [serviceFor({}), ingressTo('app')];

export const workloadExposedNodeEscape = defineCheck({
  id: 'workload-exposed-node-escape',
  title: 'The internet is one flaw away from a node',
  category: 'attack-paths',
  composite: true,
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {
    nsa: ['exposed-interfaces', 'pod-security'],
    mitre: ['T1190', 'T1611'],
    microsoft: ['application-exploit', 'privileged-container'],
  },
  because:
    'The program is reached from the internet, and nothing holds its container back from the node: whoever runs a command in it has the node, the tokens of every pod there and the credentials of the kubelet.',
  remedy: 'Cut one link of the path; the message names the cheapest one.',

  subject: pathOfPod,
  fields: ['spec.containers'],
  reads: entranceKinds,
  violatedBy(judged, world) {
    const steps = failedSteps(judged, escapes, world);
    const [first] = steps;
    if (first === undefined) return false;
    const entrance = entranceTo(judged.pod, world);
    if (entrance === undefined) return false;
    const { offence } = first;
    // Several checks may object to the same place.
    const others = new Set(steps.map((step) => step.offence.path));
    others.delete(offence.path);
    const more = others.size === 0 ? '' : ` (and ${others.size} more)`;
    const cut = others.size === 0 ? `change ${offence.path}` : closing(entrance);
    return {
      path: others.size === 0 ? offence.path : `${judged.pod.path}.containers`,
      ...(others.size === 0 && offence.container !== undefined && { container: offence.container }),
      part: 'path',
      message: pathSentence([...entrance.steps, `${offence.message}${more}`, 'node'], cut),
    };
  },
  fix(judged, offence) {
    const place = offence.path.replace(/\[\d+\]$/, '');
    const cause = escapes.find(({ fields }) => fields.some((field) => place.endsWith(`.${field}`)));
    return cause?.patchFor(judged, offence) as Record<string, unknown> | undefined;
  },

  examples: {
    violating: {
      'an Ingress leads to a privileged container': given(privileged, ...exposed),
      'a load balancer leads to the socket of the runtime': given(
        {
          metadata: labels,
          spec: { volumes: [{ name: 'run', hostPath: { path: '/run/containerd/containerd.sock' } }] },
        },
        balancerFor({}),
      ),
      'an Ingress leads to the root of the node': given(
        { metadata: labels, spec: { volumes: [{ name: 'root', hostPath: { path: '/' } }] } },
        ...exposed,
      ),
      'an Ingress leads to a capability that opens the node': given(
        {
          metadata: labels,
          spec: { containers: [containerWith({ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } })] },
        },
        ...exposed,
      ),
    },
    compliant: {
      'nothing leads to it from outside': given(privileged, serviceFor({})),
      'the container is held back': given({ metadata: labels }, ...exposed),
      'the load balancer is inside': given(privileged, balancerFor({ loadBalancerIP: '10.0.0.7' })),
      'it sees processes of the node, which opens nothing by itself': given(
        { metadata: labels, spec: { hostPID: true } },
        ...exposed,
      ),
    },
  },
});
