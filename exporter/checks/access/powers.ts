import type { PolicyRule } from '../../model/access.ts';
import { atLeast, type KubernetesVersion } from '../../model/version.ts';
import type { Derivation, World } from '../../model/world.ts';
import { isSet } from '../subjects/field.ts';
import { grantsAll } from '../subjects/grants.ts';
import { grantsOfServiceAccount, type Grant } from './grants.ts';
import { ruleAllows } from './request.ts';
import { everything, ways, type Ask, type Way } from './ways.ts';

/** A way to more rights that somebody holds: in one namespace, or everywhere where it is empty. */
export interface Power {
  readonly way: Way;
  readonly namespace: string;
  /** The grants that together give it, without repetition; most powers need one. */
  readonly grants: readonly [Grant, ...Grant[]];
}

/** The powers that grants give, the widest first; in a namespace only those that do not hold everywhere. */
export function powersIn(grants: readonly Grant[], version: KubernetesVersion): readonly Power[] {
  const powers: Power[] = [];
  const global = grants.filter(({ namespace }) => namespace === '');
  const namespaces = new Set(grants.map(({ namespace }) => namespace).filter((namespace) => namespace !== ''));
  for (const namespace of ['', ...namespaces]) {
    // What a ClusterRoleBinding gives holds here as well; it is left to the cluster only when nothing else is needed.
    const here =
      namespace === '' ? global : grants.filter((grant) => grant.namespace === '' || grant.namespace === namespace);
    const all = here.find(({ rules }) => rules.some(grantsAll));
    if (all !== undefined) {
      if (all.namespace === namespace) powers.push({ way: everything, namespace, grants: [all] });
      continue;
    }
    for (const way of ways) {
      if (
        namespace !== '' &&
        (way.isOfCluster === true || powers.some((held) => held.way === way && held.namespace === ''))
      )
        continue;
      const needed = way.needs.map((ask) => here.find(({ rules }) => rules.some((rule) => gives(rule, ask, version))));
      const found = needed.filter((grant) => grant !== undefined);
      const [first, ...rest] = new Set(found);
      if (first !== undefined && found.length === needed.length)
        powers.push({ way, namespace, grants: [first, ...rest] });
    }
  }
  return powers;
}

const anyObject = [undefined];

function gives(rule: PolicyRule | null | undefined, ask: Ask, version: KubernetesVersion): boolean {
  if (ask.until !== undefined && atLeast(version, 1, ask.until)) return false;
  const names = ask.names === undefined || ask.names === 'any' ? anyObject : ask.names;
  const widened = ask.names === 'any' && isSet(rule) ? { ...rule, resourceNames: [] } : rule;
  for (const text of ask.resources) {
    const [resource = '', subresource] = text.split('/');
    for (const verb of ask.verbs) {
      for (const name of names) {
        const wanted = { verb, group: ask.group, resource, namespace: '' };
        const request = { ...wanted, ...(subresource && { subresource }), ...(name && { name }) };
        if (ruleAllows(widened, request)) return true;
      }
    }
  }
  return false;
}

const ofServiceAccount: Derivation<readonly Power[]> = {
  name: 'powers-of-service-account',
  from(world, key) {
    const [namespace = '', name = ''] = key.split('/');
    return powersIn(grantsOfServiceAccount(namespace, name, world), world.version);
  },
};

/** The powers of a service account, by its own bindings and those of its groups; worked out once for each. */
export function powersOfServiceAccount(namespace: string, name: string, world: World): readonly Power[] {
  return world.derived(ofServiceAccount, `${namespace}/${name}`);
}

/** Namespaces whose service accounts and Secrets are those of the cluster itself. */
const controlNamespaces: ReadonlySet<string> = new Set(['kube-system']);

/** Whether a power leads to the whole cluster: it holds everywhere, or where the cluster keeps its own identities. */
export function leadsToCluster({ namespace }: Power): boolean {
  return namespace === '' || controlNamespaces.has(namespace);
}
