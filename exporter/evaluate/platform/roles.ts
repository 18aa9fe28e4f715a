import { isBuiltInSubject, rulesOfLines } from '../../checks/access/built-in.ts';
import type { Grant } from '../../checks/access/grants.ts';
import type { Judged } from '../../checks/judged.ts';
import { subjectKey, subjectsOf } from '../../checks/subjects/access.ts';
import { isSet } from '../../checks/subjects/field.ts';
import { rulesOf } from '../../checks/subjects/grants.ts';
import { reachOfObject } from '../../checks/subjects/reach.ts';
import { isShippedRule, isWithin } from '../../checks/subjects/shipped-rules.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import type { Exemption } from '../exemptions.ts';
import { shippedBindingOf } from './bindings.ts';
import { mayBeOf, type Provider } from './provider.ts';
import { shippedRoles, type ShippedRole } from './shipped-roles.ts';

/** What checks of roles object to in roles that Kubernetes makes; a rule that somebody added is a finding. */
const builtInRole: Exemption = {
  id: 'platform/kubernetes/built-in-role',
  reason: 'Kubernetes makes this role, with this rule, in every cluster; what counts is who is bound to it.',
};

/** Who binds themselves where nobody else can: rights of theirs are no way to more for anybody. */
interface Operator {
  readonly providers: readonly Provider[];
  readonly exemption: Exemption;
  readonly isOf: (subject: string) => boolean;
}

const gkeUsers = new Set(
  [
    'kube-apiserver',
    'system:cluster-autoscaler',
    'system:clustermetrics',
    'system:controller:glbc',
    'system:gcp-controller-manager',
    'system:konnectivity-server',
    'system:kubestore-collector',
    'system:l4-lb-controller',
    'system:l7-lb-controller',
    'system:l7-lb-controller-neg',
    'system:maintenance-controller',
    'system:managed-certificate-controller',
    'system:master-prom-to-sd-monitor',
    'system:metrics-server-nanny',
    'system:pdcsi-controller',
    'system:resource-tracker',
    'system:snapshot-controller',
    'system:vpa-recommender',
  ].map((name) => `User/${name}`),
);

/** The programs of providers outside of the cluster, by the names that they sign in with. */
const operators: readonly Operator[] = [
  {
    providers: ['eks'],
    exemption: {
      id: 'platform/eks/operator',
      reason: 'Only programs of EKS hold this role; EKS lets nobody else sign in with a name that begins with `eks:`.',
    },
    isOf: (subject) => subject.startsWith('User/eks:') || subject.startsWith('Group/eks:'),
  },
  {
    providers: ['gke'],
    exemption: {
      id: 'platform/gke/operator',
      reason: 'Only programs of GKE hold this role: its control plane signs in with this name.',
    },
    isOf: (subject) => subject.startsWith('User/system:gke-') || gkeUsers.has(subject),
  },
  {
    providers: ['aks'],
    exemption: {
      id: 'platform/aks/operator',
      reason: 'Only the support of AKS holds this role, while a ticket with consent is open.',
    },
    isOf: (subject) => subject === 'User/aks-support',
  },
];

const byPlace = new Map(shippedRoles.map((role) => [`${role.namespace}/${role.name}`, role]));

/**
 * Accepts what is in roles that a platform makes: in those of Kubernetes, the rules that it ships with them; in those of
 * a provider, whatever its own programs alone hold; in those of a component, its rules while it alone holds them.
 */
export function ofRole(check: string, { object }: Judged, offence: Offence, world: World): Exemption | undefined {
  if (!check.startsWith('rbac-')) return undefined;
  const ofHolder = offence.part !== 'rules';
  const index = /^rules\[(\d+)\]$/.exec(offence.path)?.[1];
  if (!ofHolder && index !== undefined && isShippedRule(object, rulesOf(object)[Number(index)])) return builtInRole;
  const holders = ofHolder ? holderOf(object, offence, world) : holdersOf(object, world);
  if (holders.length === 0) return undefined;
  const operator = operators.find(({ isOf }) => holders.every(({ subject }) => isOf(subject)));
  if (operator !== undefined && mayBeOf(operator.providers, world)) return operator.exemption;
  const shipped = shippedAs(object, world);
  if (shipped !== undefined) {
    if (!holders.every(({ subject }) => shipped.holders.includes(subject))) return undefined;
    return { id: `platform/${shipped.id}`, reason: shipped.reason };
  }
  const isBuiltIn = rulesOf(object).every((rule) => isShippedRule(object, rule));
  return isBuiltIn && holders.every((holder) => isShippedHolder(holder, world)) ? builtInRole : undefined;
}

/** Whether a component has this grant from its platform, and nothing was added to the role since. */
export function isShippedGrant({ role, binding }: Grant, subject: string, world: World): boolean {
  const object = world.find(role.kind, role.kind === 'Role' ? binding.metadata.namespace : '', role.name);
  return object !== undefined && shippedAs(object, world)?.holders.includes(subject) === true;
}

/** The role of a component that an object is, if it allows no more than what was shipped. */
function shippedAs(role: KubeObject, world: World): ShippedRole | undefined {
  const { namespace, name } = role.metadata;
  const shipped = byPlace.get(`${namespace}/${name}`);
  if (shipped === undefined || !mayBeOf(shipped.providers, world)) return undefined;
  const rules = rulesOfLines(shipped.rules);
  const isUnedited = rulesOf(role).every((rule) => isSet(rule) && isWithin(rule, rules));
  return isUnedited ? shipped : undefined;
}

interface Holder {
  readonly binding: KubeObject;
  readonly subject: string;
}

function holdersOf(role: KubeObject, world: World): readonly Holder[] {
  return reachOfObject(role, world).bindings.flatMap((binding) =>
    subjectsOf(binding)
      .filter(isSet)
      .map((subject) => ({ binding, subject: subjectKey(subject, binding) })),
  );
}

/** The one holder that an offence is about, whose part is `<binding>/<subject>`. */
function holderOf(role: KubeObject, { part }: Offence, world: World): readonly Holder[] {
  const holder = holdersOf(role, world).find(({ binding, subject }) => part === `${binding.metadata.name}/${subject}`);
  return holder === undefined ? [] : [holder];
}

function isShippedHolder({ binding, subject }: Holder, world: World): boolean {
  return isBuiltInSubject(binding, subject) || shippedBindingOf(binding, subject, world) !== undefined;
}
