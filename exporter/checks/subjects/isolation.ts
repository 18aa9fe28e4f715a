import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, isRecord, records } from '../../model/record.ts';
import { Unseen, type Derivation, type World } from '../../model/world.ts';
import { isEverywhere } from './address-range.ts';
import { calicoSelector } from './calico-selector.ts';
import { isSet } from './field.ts';
import type { PodView } from './pod-view.ts';
import { selects, selectsEverything, type Labels, type LabelSelector } from './selection.ts';

export const directions = ['ingress', 'egress'] as const;
export type Direction = (typeof directions)[number];

/** Kinds of policies that stand in the namespace whose pods they isolate. */
export const policiesInNamespace = [
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'CalicoNetworkPolicy',
] as const satisfies readonly KindName[];

/** Kinds of policies that may isolate pods of every namespace. */
const policiesOfCluster = [
  'CiliumClusterwideNetworkPolicy',
  'CalicoGlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
] as const satisfies readonly KindName[];

/** What a check reads that asks for the isolation of a pod. */
export const isolationKinds: readonly KindName[] = ['Namespace', ...policiesInNamespace, ...policiesOfCluster];

/** What a policy does to some pods of one namespace: where it isolates them, what no policy allows is denied. */
export interface Isolation {
  readonly policy: KubeObject;
  /** The part of the policy that says so; Cilium may put several into one object. */
  readonly spec: unknown;
  readonly ingress: boolean;
  readonly egress: boolean;
  /** Whether it is about a pod; undefined where its selector is not understood. */
  readonly isAbout: (pod: { readonly labels: Labels; readonly serviceAccount: string }) => boolean | undefined;
  /** Whether it is about every pod of the namespace, the ones to come included. */
  readonly isAboutAll: boolean;
}

const isolationsByNamespace: Derivation<readonly Isolation[]> = {
  name: 'isolations-by-namespace',
  from(world, namespace) {
    const home: Home = {
      namespace,
      labels: { ...world.find('Namespace', '', namespace)?.metadata.labels, 'kubernetes.io/metadata.name': namespace },
    };
    const found: Isolation[] = [];
    for (const kind of policiesInNamespace) {
      for (const policy of world.list(kind, namespace)) found.push(...readers[kind](policy, home));
    }
    for (const kind of policiesOfCluster) {
      for (const policy of world.list(kind)) found.push(...readers[kind](policy, home));
    }
    return found;
  },
};

/** The policies that may isolate pods of a namespace; a check that asks reads `isolationKinds`. */
export function isolationsIn(namespace: string, world: World): readonly Isolation[] {
  return world.derived(isolationsByNamespace, namespace);
}

/** Whether some policy denies a pod what none allows. Throws Unseen where that hangs on a selector that is not understood. */
export function isIsolated(pod: PodView, direction: Direction, world: World): boolean {
  let unclear: KubeObject | undefined;
  for (const isolation of isolationsIn(pod.namespace, world)) {
    if (!isolation[direction]) continue;
    const isAbout = isolation.isAbout(pod);
    if (isAbout === true) return true;
    if (isAbout === undefined) unclear ??= isolation.policy;
  }
  if (unclear === undefined) return false;
  throw new Unseen(`the selector of ${unclear.kind} ${unclear.metadata.name} is not understood`);
}

/** The namespace whose pods are asked about. */
interface Home {
  readonly namespace: string;
  readonly labels: Labels;
}

type Reader = (policy: KubeObject, home: Home) => readonly Isolation[];

const readers: Readonly<Record<(typeof policiesInNamespace)[number] | (typeof policiesOfCluster)[number], Reader>> = {
  NetworkPolicy: (policy) => [ofNetworkPolicy(policy)],
  CiliumNetworkPolicy: ofCilium,
  CiliumClusterwideNetworkPolicy: ofCilium,
  CalicoNetworkPolicy: ofCalico,
  CalicoGlobalNetworkPolicy: ofCalico,
  AdminNetworkPolicy: ofAdministrator,
  BaselineAdminNetworkPolicy: ofAdministrator,
  ClusterNetworkPolicy: ofAdministrator,
};

/** Which directions a NetworkPolicy isolates: what it says, else Ingress, and Egress where it has rules for it. */
export function policyTypes(policy: KubeObject): { readonly ingress: boolean; readonly egress: boolean } {
  const types = at(policy, 'spec', 'policyTypes');
  if (Array.isArray(types) && types.length > 0) {
    return { ingress: types.includes('Ingress'), egress: types.includes('Egress') };
  }
  return { ingress: true, egress: isFilled(at(policy, 'spec', 'egress')) };
}

/** The pods that a NetworkPolicy is about: every one of its namespace where it names none. */
export function podSelectorOf(policy: KubeObject): LabelSelector {
  return (at(policy, 'spec', 'podSelector') as LabelSelector | null | undefined) ?? {};
}

function ofNetworkPolicy(policy: KubeObject): Isolation {
  const selector = podSelectorOf(policy);
  return {
    policy,
    spec: policy['spec'],
    ...policyTypes(policy),
    isAbout: ({ labels }) => selects(selector, labels),
    isAboutAll: selectsEverything(selector),
  };
}

/** A Cilium rule denies the rest of a direction once it has rules for it, unless it says that it does not. */
function ofCilium(policy: KubeObject, home: Home): readonly Isolation[] {
  const specs = [...records([policy['spec']]), ...records(policy['specs'])];
  return specs.flatMap((spec) => {
    const selector = spec['endpointSelector'];
    // Without one it is a policy for nodes.
    if (!isRecord(selector)) return [];
    const denies = (direction: Direction): boolean =>
      at(spec, 'enableDefaultDeny', direction) !== false &&
      (isFilled(spec[direction]) || isFilled(spec[`${direction}Deny`]));
    const plain = ciliumSelector(selector);
    return {
      policy,
      spec,
      ingress: denies('ingress'),
      egress: denies('egress'),
      isAbout: ({ labels, serviceAccount }) => selects(plain, ciliumLabels(labels, serviceAccount, home)),
      isAboutAll: selectsEverything(plain),
    };
  });
}

const ciliumSource = /^(?:k8s|any)[:.](?=.)/;

/** Cilium may write `k8s:` or `any:` before a key, for where the label comes from. */
function ciliumSelector({ matchLabels, matchExpressions }: Record<string, unknown>): LabelSelector {
  const plain = (key: string): string => key.replace(ciliumSource, '');
  return {
    ...(isRecord(matchLabels) && {
      matchLabels: Object.fromEntries(Object.entries(matchLabels).map(([key, value]) => [plain(key), value])) as Labels,
    }),
    ...(isSet(matchExpressions) && {
      matchExpressions: records(matchExpressions).map(({ key, ...rest }) => ({
        ...rest,
        ...(typeof key === 'string' && { key: plain(key) }),
      })),
    }),
  };
}

function ciliumLabels(labels: Labels, serviceAccount: string, home: Home): Labels {
  const all: Record<string, string> = { ...labels };
  for (const key in home.labels) all[`io.cilium.k8s.namespace.labels.${key}`] = home.labels[key] ?? '';
  all['io.kubernetes.pod.namespace'] = home.namespace;
  all['io.cilium.k8s.policy.serviceaccount'] = serviceAccount;
  return all;
}

/** Calico denies the rest of a direction to what a policy selects; which ones follows from its rules where it says none. */
function ofCalico(policy: KubeObject, home: Home): readonly Isolation[] {
  const spec = at(policy, 'spec');
  const types = at(spec, 'types');
  const hasEgress = isFilled(at(spec, 'egress'));
  const said = Array.isArray(types) && types.length > 0 ? (types as unknown[]) : undefined;
  const selector = calicoSelector(at(spec, 'selector'));
  const ofNamespace = calicoSelector(at(spec, 'namespaceSelector'));
  const ofAccount = at(spec, 'serviceAccountSelector');
  if (ofNamespace?.({ ...home.labels, 'projectcalico.org/name': home.namespace }) === false) return [];
  const isClear = selector !== undefined && ofNamespace !== undefined && !(isSet(ofAccount) && ofAccount !== '');
  return [
    {
      policy,
      spec,
      ingress: said?.includes('Ingress') ?? (!hasEgress || isFilled(at(spec, 'ingress'))),
      egress: said?.includes('Egress') ?? hasEgress,
      isAbout({ labels, serviceAccount }) {
        if (!isClear) return undefined;
        return selector({
          ...labels,
          'projectcalico.org/namespace': home.namespace,
          'projectcalico.org/serviceaccount': serviceAccount,
          'projectcalico.org/orchestrator': 'k8s',
        });
      },
      isAboutAll: isClear && isForAll(at(spec, 'selector')),
    },
  ];
}

function isForAll(selector: unknown): boolean {
  return !isSet(selector) || selector === '' || (typeof selector === 'string' && selector.trim() === 'all()');
}

/** A policy of the administrator isolates where it denies a direction to everybody; other rules only make exceptions. */
function ofAdministrator(policy: KubeObject, home: Home): readonly Isolation[] {
  const spec = at(policy, 'spec');
  const subject = at(spec, 'subject');
  const pods = at(subject, 'pods');
  const namespaces = (isRecord(pods) ? pods['namespaceSelector'] : at(subject, 'namespaces')) as LabelSelector;
  if (!selects(namespaces, home.labels)) return [];
  const podSelector = (isRecord(pods) ? pods['podSelector'] : {}) as LabelSelector;
  return [
    {
      policy,
      spec,
      ingress: records(at(spec, 'ingress')).some((rule) => deniesAll(rule, rule['from'])),
      egress: records(at(spec, 'egress')).some((rule) => deniesAll(rule, rule['to'])),
      isAbout: ({ labels }) => selects(podSelector, labels),
      isAboutAll: selectsEverything(podSelector),
    },
  ];
}

function deniesAll({ action, ports, protocols }: Record<string, unknown>, peers: unknown): boolean {
  if (action !== 'Deny' || isFilled(ports) || isFilled(protocols)) return false;
  return records(peers).some(
    ({ namespaces, networks }) =>
      selectsEverything(namespaces as LabelSelector) || (Array.isArray(networks) && networks.some(isEverywhere)),
  );
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
