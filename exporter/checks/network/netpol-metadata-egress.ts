import { Unseen, type World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { noMetadataService } from '../snippets/no-metadata-service.ts';
import { addressRange } from '../subjects/address-range.ts';
import { saysOf } from '../subjects/allowance.ts';
import { isolationKinds, isolationsIn } from '../subjects/isolation.ts';
import { calicoGlobalPolicy, ciliumClusterPolicy, ciliumPolicy, denyAll } from '../subjects/network-policy.ts';
import { pod } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';

/** Where clouds answer the instances that ask; the second one is Amazon's for IPv6. */
const addresses = ['169.254.169.254', 'fd00:ec2::254'].flatMap((text) => addressRange(text) ?? []);
const port = 80;

const node = (providerID: string | undefined, labels: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1', labels },
  spec: { providerID },
});
const amazon = node('aws:///eu-west-1a/i-0123456789abcdef0');
const labels = { metadata: { labels: { app: 'app' } } };
const egress = (...to: readonly object[]): Manifest => denyAll({ spec: { egress: [{ to }] } });

export const netpolMetadataEgress = defineCheck({
  id: 'netpol-metadata-egress',
  title: 'Pod reaches the credentials of its node',
  category: 'network',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: {
    gke: ['5.4.1'],
    nsa: ['cloud-infrastructure'],
    mitre: ['T1552.005'],
    microsoft: ['instance-metadata-api'],
  },
  because:
    'The metadata service of the cloud answers every pod that can connect to 169.254.169.254 with credentials of the node, unless the instance is set up to refuse pods.',
  remedy:
    'Restrict egress and leave 169.254.169.254 (and fd00:ec2::254) out of it: except it from ranges that hold it, or deny it for the whole cluster.',
  paste: noMetadataService,

  subject: pod,
  fields: ['metadata.labels'],
  reads: [...isolationKinds, 'Node'],
  parameters: { systemNamespaces },
  violatedBy(candidate, world, settings) {
    if (candidate.spec.hostNetwork === true) return 'not_applicable';
    if (matchesName(settings.systemNamespaces, candidate.namespace)) return 'not_applicable';
    if (!world.has('nodes-with', 'cloud')) return 'not_applicable';
    const how = reaches(candidate, world);
    return how === undefined ? false : { path: `${candidate.metadataPath}.labels`, message: how };
  },

  examples: {
    violating: {
      'there is no policy': given(labels, amazon),
      'the policy is for ingress alone': given(labels, amazon, denyAll({ spec: { policyTypes: ['Ingress'] } })),
      'a rule allows everything': given(labels, amazon, denyAll({ spec: { egress: [{}] } })),
      'a rule allows a port everywhere': given(
        labels,
        amazon,
        denyAll({ spec: { egress: [{ ports: [{ port: 80 }] }] } }),
      ),
      'a rule allows a range of ports everywhere': given(
        labels,
        amazon,
        denyAll({ spec: { egress: [{ ports: [{ port: 1, endPort: 1024 }] }] } }),
      ),
      'a rule allows the whole internet': given(labels, amazon, egress({ ipBlock: { cidr: '0.0.0.0/0' } })),
      'what is excepted is something else': given(
        labels,
        amazon,
        egress({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }),
      ),
      'a rule allows the internet of IPv6': given(labels, amazon, egress({ ipBlock: { cidr: '::/0' } })),
      'a second policy allows it': given(labels, amazon, denyAll({}), {
        ...egress({ ipBlock: { cidr: '169.254.169.254/32' } }),
        metadata: { name: 'metadata', namespace: 'shop' },
      }),
      'Cilium allows the world': given(
        labels,
        amazon,
        ciliumPolicy({ endpointSelector: {}, egress: [{ toEntities: ['world'] }] }),
      ),
      'Calico allows every destination': given(labels, amazon, calicoGlobalPolicy({ egress: [{ action: 'Allow' }] })),
      'the node is of Google': given(labels, node('gce://shop/europe-west1-b/worker-1')),
      'the node is of Microsoft': given(labels, node('azure:///subscriptions/1/vm')),
    },
    compliant: {
      'egress is denied': given(labels, amazon, denyAll({})),
      'rules are for pods': given(labels, amazon, egress({ podSelector: {} }, { namespaceSelector: {} })),
      'the address is excepted': given(
        labels,
        amazon,
        egress({ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }),
      ),
      'a range that holds it is excepted': given(
        labels,
        amazon,
        egress({ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }),
      ),
      'rules are for other ports': given(labels, amazon, denyAll({ spec: { egress: [{ ports: [{ port: 443 }] }] } })),
      'rules are for DNS': given(
        labels,
        amazon,
        denyAll({ spec: { egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] } }),
      ),
      'Cilium denies it for the whole cluster, and nothing else': given(
        labels,
        amazon,
        ciliumClusterPolicy({
          endpointSelector: {},
          enableDefaultDeny: { egress: false, ingress: false },
          egressDeny: [{ toCIDR: ['169.254.169.254/32', 'fd00:ec2::254/128'] }],
        }),
      ),
      'Cilium denies it beside an allowed world': given(
        labels,
        amazon,
        ciliumPolicy({
          endpointSelector: {},
          egress: [{ toEntities: ['world'] }],
          egressDeny: [{ toCIDRSet: [{ cidr: '169.254.0.0/16' }, { cidr: 'fd00::/8' }] }],
        }),
      ),
      'Cilium excepts it': given(
        labels,
        amazon,
        ciliumPolicy({
          endpointSelector: {},
          egress: [{ toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] }] }],
        }),
      ),
      'Calico denies it for the whole cluster': given(
        labels,
        amazon,
        calicoGlobalPolicy({
          types: ['Egress'],
          egress: [
            { action: 'Deny', destination: { nets: ['169.254.169.254/32', 'fd00:ec2::254/128'] } },
            { action: 'Allow' },
          ],
        }),
      ),
    },
    notApplicable: {
      'the nodes are of no cloud': given(labels, node('kind://docker/kind/worker')),
      'the nodes are unknown': labels,
      'Google answers pods in place of the metadata service': given(
        labels,
        node('gce://shop/europe-west1-b/worker-1', { 'iam.gke.io/gke-metadata-server-enabled': 'true' }),
      ),
      'the pod has the address of its node': given({ spec: { hostNetwork: true } }, amazon),
      'the namespace is one that policy leaves alone': setTo({ systemNamespaces: ['shop'] }, {}, amazon),
    },
  },
});

/** Why a pod reaches the metadata service, in words; undefined when it does not. */
function reaches(candidate: PodView, world: World): string | undefined {
  const about = isolationsIn(candidate.namespace, world).map((isolation) => ({
    isolation,
    isAbout: isolation.isAbout(candidate),
  }));
  const open = addresses.filter((address) => {
    const said = about.flatMap(({ isolation, isAbout }) =>
      isAbout === true ? (saysOf(isolation, address, port) ?? []) : [],
    );
    if (said.includes('deny')) return false;
    return said.includes('allow') || !about.some(({ isolation, isAbout }) => isAbout === true && isolation.egress);
  });
  if (open.length === 0) return undefined;
  const unclear = about.find(({ isAbout }) => isAbout === undefined)?.isolation.policy;
  if (unclear !== undefined) {
    throw new Unseen(`the selector of ${unclear.kind} ${unclear.metadata.name} is not understood`);
  }
  return about.some(({ isolation, isAbout }) => isAbout === true && isolation.egress)
    ? 'what network policies allow these pods includes the metadata service of the cloud'
    : 'no network policy keeps these pods from the metadata service of the cloud';
}
