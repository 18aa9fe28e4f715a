import type { PolicyRule } from '../../model/access.ts';
import { atLeast, type KubernetesVersion } from '../../model/version.ts';
import type { Derivation, World } from '../../model/world.ts';
import { isSet } from '../subjects/field.ts';
import { grantsAll } from '../subjects/grants.ts';
import { grantsOfServiceAccount, type Grant } from './grants.ts';
import { ruleAllows, type ResourceRequest } from './request.ts';
import { everything, ways, type Ask, type Way } from './ways.ts';

/** A way to more rights that somebody holds: in one namespace, or everywhere where it is empty. */
export interface Power {
  readonly way: Way;
  readonly namespace: string;
  /** The grants that together give it, without repetition; most powers need one. */
  readonly grants: readonly [Grant, ...Grant[]];
}

/** The powers that grants give, the widest first; in a namespace only those that do not hold everywhere. */
function powersIn(grants: readonly Grant[], version: KubernetesVersion): readonly Power[] {
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
    for (const { way, needs } of asked) {
      if (
        namespace !== '' &&
        (way.isOfCluster === true || powers.some((held) => held.way === way && held.namespace === ''))
      )
        continue;
      const needed = needs.map((ask) => here.find(({ rules }) => rules.some((rule) => gives(rule, ask, version))));
      const found = needed.filter((grant) => grant !== undefined);
      const [first, ...rest] = new Set(found);
      if (first !== undefined && found.length === needed.length)
        powers.push({ way, namespace, grants: [first, ...rest] });
    }
  }
  return powers;
}

/** A right as the requests that it stands for, any of which is enough. */
interface Asked {
  readonly requests: readonly ResourceRequest[];
  readonly anyName: boolean;
  readonly until: number | undefined;
}

function askedBy({ verbs, group, resources, names, until }: Ask): Asked {
  const wanted = names === undefined || names === 'any' ? [undefined] : names;
  const requests = resources.flatMap((text) => {
    const [resource = '', subresource] = text.split('/');
    return verbs.flatMap((verb) =>
      wanted.map((name): ResourceRequest => {
        const named = { ...(subresource !== undefined && { subresource }), ...(name !== undefined && { name }) };
        return { verb, group, resource, namespace: '', ...named };
      }),
    );
  });
  return { requests, anyName: names === 'any', until };
}

const asked: readonly { readonly way: Way; readonly needs: readonly Asked[] }[] = ways.map((way) => ({
  way,
  needs: way.needs.map(askedBy),
}));

function gives(rule: PolicyRule | null | undefined, wanted: Asked, version: KubernetesVersion): boolean {
  if (wanted.until !== undefined && atLeast(version, 1, wanted.until)) return false;
  const widened = wanted.anyName && isSet(rule) ? { ...rule, resourceNames: [] } : rule;
  for (const request of wanted.requests) if (ruleAllows(widened, request)) return true;
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
