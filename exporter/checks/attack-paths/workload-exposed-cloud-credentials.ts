import { defineCheck, type Check } from '../define.ts';
import { netpolMetadataEgress } from '../network/netpol-metadata-egress.ts';
import { given, type Manifest } from '../patch.ts';
import { podCloudCredentialMount } from '../pod-security/pod-cloud-credential-mount.ts';
import { workloadStaticCloudKeys } from '../service-accounts/workload-static-cloud-keys.ts';
import { noMetadataService } from '../snippets/no-metadata-service.ts';
import { closing, entranceKinds, entranceTo, failedSteps, pathOfPod, pathSentence } from '../subjects/attack-path.ts';
import { balancerFor, ingressTo, serviceFor } from '../subjects/exposed.ts';
import { denyAll } from '../subjects/network-policy.ts';
import { containerWith } from '../subjects/pod.ts';

/** Where a pod finds credentials of the cloud that are not its own, the ones that last longest first. */
const sources: readonly (readonly [Check, string])[] = [
  [workloadStaticCloudKeys, 'keep the key in an identity of the service account'],
  [podCloudCredentialMount, 'take the volume away'],
  [netpolMetadataEgress, 'deny egress to 169.254.169.254 by a network policy'],
];

const labels = { labels: { app: 'app' } };
const exposed: readonly Manifest[] = [serviceFor({}), ingressTo('app')];
const amazon: Manifest = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1' },
  spec: { providerID: 'aws:///eu-west-1a/i-0123456789abcdef0' },
};
const withKey = {
  metadata: labels,
  spec: {
    containers: [
      containerWith({
        env: [{ name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'aws', key: 'secret' } } }],
      }),
    ],
  },
};

export const workloadExposedCloudCredentials = defineCheck({
  id: 'workload-exposed-cloud-credentials',
  title: 'The internet is one flaw away from credentials of the cloud',
  category: 'attack-paths',
  composite: true,
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: {
    nsa: ['exposed-interfaces', 'cloud-infrastructure'],
    mitre: ['T1190', 'T1552.005', 'T1552.001'],
    microsoft: ['application-exploit', 'cloud-resources', 'instance-metadata-api', 'mount-service-principal'],
  },
  because:
    'The program is reached from the internet, and credentials of the cloud are within its reach: a flaw that makes it fetch an address or show its environment leads out of the cluster into the account.',
  remedy: 'Cut one link of the path; the message names the cheapest one.',
  paste: noMetadataService,

  subject: pathOfPod,
  fields: ['spec.containers'],
  reads: [...new Set([...entranceKinds, ...sources.flatMap(([check]) => check.needs)])],
  violatedBy(judged, world) {
    const entrance = entranceTo(judged.pod, world);
    if (entrance === undefined) return false;
    const found = sources.flatMap(([check, cut]) => {
      const [step] = failedSteps(judged, [check], world);
      return step === undefined ? [] : [{ ...step, cut }];
    });
    const [first, ...others] = found;
    if (first === undefined) return false;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return {
      path: first.offence.path,
      part: 'path',
      message: pathSentence(
        [...entrance.steps, `${first.offence.message}${more}`, 'account of the cloud'],
        others.length === 0 ? first.cut : closing(entrance),
      ),
    };
  },

  examples: {
    violating: {
      'an Ingress leads to a pod that reaches the metadata service': given({ metadata: labels }, ...exposed, amazon),
      'an Ingress leads to a static key': given(withKey, ...exposed),
      'a load balancer leads to the files of credentials of the node': given(
        { metadata: labels, spec: { volumes: [{ name: 'aws', hostPath: { path: '/root/.aws' } }] } },
        balancerFor({}),
      ),
    },
    compliant: {
      'nothing leads to it from outside': given(withKey, serviceFor({}), amazon),
      'a policy denies the metadata service': given({ metadata: labels }, ...exposed, amazon, denyAll({})),
      'there is no cloud': given({ metadata: labels }, ...exposed),
    },
  },
});
