import { at, isRecord, records } from '../../model/record.ts';
import { addressRange, includesRange, isEverywhere, type AddressRange } from './address-range.ts';
import { isSet } from './field.ts';
import type { Direction, Isolation } from './isolation.ts';
import { selectsEverything, type LabelSelector } from './selection.ts';

type Rule = Readonly<Record<string, unknown>>;

/** Whether a policy that isolates a direction allows all of it again. */
export function allowsAll({ policy, spec }: Isolation, direction: Direction): boolean {
  return records(at(spec, direction)).some((rule) => {
    if (policy.apiVersion.startsWith('networking.k8s.io/') || policy.apiVersion.startsWith('extensions/')) {
      return ruleAllowsAll(rule, direction);
    }
    if (policy.apiVersion.startsWith('cilium.io/')) {
      const entities = rule[direction === 'ingress' ? 'fromEntities' : 'toEntities'];
      if (!Array.isArray(entities) || isSet(rule['toPorts'])) return false;
      return entities.includes('all') || (direction === 'ingress' && entities.includes('cluster'));
    }
    return rule['action'] === 'Allow' && Object.keys(rule).every((key) => key === 'action' || key === 'metadata');
  });
}

/**
 * Whether a rule of a NetworkPolicy allows every port to or from everybody. One that names nobody means everybody; to
 * let in every pod of the cluster is as good.
 */
export function ruleAllowsAll(rule: Rule, direction: Direction): boolean {
  if (isFilled(rule['ports'])) return false;
  const peers = rule[direction === 'ingress' ? 'from' : 'to'];
  if (!isFilled(peers)) return true;
  return records(peers).some((peer) => {
    const { ipBlock } = peer;
    if (isRecord(ipBlock)) return isEverywhere(ipBlock['cidr']) && !isFilled(ipBlock['except']);
    return direction === 'ingress' && isEveryPod(peer);
  });
}

function isEveryPod({ podSelector, namespaceSelector }: Rule): boolean {
  if (!selectsEverything(namespaceSelector as LabelSelector)) return false;
  return !isSet(podSelector) || selectsEverything(podSelector);
}

/** What a policy says of connections from its pods to one address outside the cluster. */
export function saysOf({ policy, spec }: Isolation, target: AddressRange, port: number): 'allow' | 'deny' | undefined {
  const { apiVersion } = policy;
  if (apiVersion.startsWith('networking.k8s.io/') || apiVersion.startsWith('extensions/')) {
    const allows = (rule: Rule): boolean => hasPort(rule['ports'], port) && hasPeer(rule['to'], target);
    return records(at(spec, 'egress')).some(allows) ? 'allow' : undefined;
  }
  if (apiVersion.startsWith('cilium.io/')) return ofCilium(spec, target, port);
  if (apiVersion.startsWith('policy.networking.k8s.io/')) return ofAdministrator(spec, target);
  return ofCalico(spec, target);
}

function hasPort(ports: unknown, port: number): boolean {
  if (!isFilled(ports)) return true;
  return records(ports).some(({ protocol, port: from, endPort }) => {
    if ((protocol ?? 'TCP') !== 'TCP') return false;
    if (!isSet(from)) return true;
    return typeof from === 'number' && from <= port && port <= (typeof endPort === 'number' ? endPort : from);
  });
}

function hasPeer(peers: unknown, target: AddressRange): boolean {
  if (!isFilled(peers)) return true;
  return records(peers).some(({ ipBlock }) => isRecord(ipBlock) && hasBlock(ipBlock, target));
}

function hasBlock(block: Readonly<Record<string, unknown>>, target: AddressRange): boolean {
  return holds(block['cidr'], target) && !(Array.isArray(block['except']) && holdsAny(block['except'], target));
}

function ofCilium(spec: unknown, target: AddressRange, port: number): 'allow' | 'deny' | undefined {
  const meets = (rule: Rule): boolean => {
    const { toEntities, toCIDR, toCIDRSet } = rule;
    if (Array.isArray(toEntities) && (toEntities.includes('all') || toEntities.includes('world'))) return true;
    if (Array.isArray(toCIDR) && holdsAny(toCIDR, target)) return true;
    if (records(toCIDRSet).some((block) => hasBlock(block, target))) return true;
    // Ports alone mean every destination; a rule that names nothing means none.
    return isFilled(rule['toPorts']) && Object.keys(rule).every((key) => !/^to(?!Ports$)/.test(key));
  };
  const hasPorts = ({ toPorts }: Rule): boolean => {
    if (!isFilled(toPorts)) return true;
    return records(toPorts).some(({ ports }) => {
      if (!isFilled(ports)) return true;
      return records(ports).some(({ port: from, protocol, endPort }) => {
        if (protocol !== undefined && protocol !== 'TCP' && protocol !== 'ANY') return false;
        const first = typeof from === 'string' || typeof from === 'number' ? Number(from) : NaN;
        return first === 0 || (first <= port && port <= (typeof endPort === 'number' ? endPort : first));
      });
    });
  };
  const applies = (rule: Rule): boolean => hasPorts(rule) && meets(rule);
  if (records(at(spec, 'egressDeny')).some(applies)) return 'deny';
  return records(at(spec, 'egress')).some(applies) ? 'allow' : undefined;
}

/** The order of rules and tiers is not followed: one that denies the address is taken to have been written for it. */
function ofCalico(spec: unknown, target: AddressRange): 'allow' | 'deny' | undefined {
  const rules = records(at(spec, 'egress')).filter(({ destination }) => {
    const nets = at(destination, 'nets');
    const others = at(destination, 'notNets');
    if (Array.isArray(others) && holdsAny(others, target)) return false;
    if (isFilled(nets)) return holdsAny(nets, target);
    return !isSet(at(destination, 'selector')) && !isSet(at(destination, 'namespaceSelector'));
  });
  if (rules.some(({ action, destination }) => action === 'Deny' && isFilled(at(destination, 'nets')))) return 'deny';
  return rules.some(({ action }) => action === 'Allow') ? 'allow' : undefined;
}

function ofAdministrator(spec: unknown, target: AddressRange): 'deny' | undefined {
  const denies = records(at(spec, 'egress')).some(
    ({ action, to }) =>
      action === 'Deny' && records(to).some(({ networks }) => Array.isArray(networks) && holdsAny(networks, target)),
  );
  return denies ? 'deny' : undefined;
}

function holds(outer: unknown, target: AddressRange): boolean {
  const range = addressRange(outer);
  return range !== undefined && includesRange(range, target);
}

function holdsAny(outer: readonly unknown[], target: AddressRange): boolean {
  return outer.some((one) => holds(one, target));
}

function isFilled(list: unknown): list is readonly unknown[] {
  return Array.isArray(list) && list.length > 0;
}
