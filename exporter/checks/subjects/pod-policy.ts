import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, isRecord, records } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { kyvernoEnforces, kyvernoEnforcesSomewhere, kyvernoNamesPods, kyvernoTakesPods } from './kyverno.ts';
import type { Labels } from './selection.ts';
import { asksAboutPods, isSelective, takesLabels } from './webhook.ts';

/** A policy that refuses pods when they are created. */
export interface PodPolicy {
  /** Such as `Kyverno ClusterPolicy disallow-privileged`. */
  readonly name: string;
  /** Whether it looks at what Pod Security looks at, rather than at labels or images. */
  readonly isAboutSecurity: boolean;
  readonly covers: (namespace: string, labels: Labels) => boolean;
}

/** What has to be seen to know the policies of a cluster. */
export const podPolicyKinds = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'GatekeeperConstraintTemplate',
  'KyvernoClusterPolicy',
  'KyvernoPolicy',
  'KyvernoValidatingPolicy',
  'KubewardenClusterAdmissionPolicy',
  'KubewardenAdmissionPolicy',
] as const satisfies readonly KindName[];

const everywhere = (): boolean => true;

/**
 * Every policy that refuses pods, of the API server itself, Kyverno, Kubewarden and Gatekeeper. What Gatekeeper's
 * constraints say cannot be seen, since each template makes a kind of its own: a template counts while its webhook asks
 * about pods.
 */
export const podPolicies: Derivation<readonly PodPolicy[]> = {
  name: 'pod-policies',
  from: (world) => [...admissionPolicies(world), ...kyvernoPolicies(world), ...kubewarden(world), ...gatekeeper(world)],
};

/** A policy that holds pods of a namespace to what Pod Security would, or undefined. */
export function securityPolicyOf(namespace: string, labels: Labels, world: World): PodPolicy | undefined {
  const named = { ...labels, 'kubernetes.io/metadata.name': namespace };
  return world.derived(podPolicies, '').find((policy) => policy.isAboutSecurity && policy.covers(namespace, named));
}

function admissionPolicies(world: World): PodPolicy[] {
  const found: PodPolicy[] = [];
  const policies = world.list('ValidatingAdmissionPolicy');
  if (policies.length === 0) return found;
  const bindings = world.list('ValidatingAdmissionPolicyBinding').filter(denies);
  for (const policy of policies) {
    const constraints = at(policy, 'spec', 'matchConstraints');
    if (!asksAboutPods(at(constraints, 'resourceRules'))) continue;
    const own = bindings.filter((binding) => at(binding, 'spec', 'policyName') === policy.metadata.name);
    if (own.length === 0) continue;
    found.push({
      name: `ValidatingAdmissionPolicy ${policy.metadata.name}`,
      isAboutSecurity: mentionsSecurity(policy['spec']),
      covers: (_namespace, labels) =>
        takes(constraints, labels) && own.some((binding) => takes(at(binding, 'spec', 'matchResources'), labels)),
    });
  }
  return found;
}

/** Whether a binding refuses what fails, rather than warning of it. */
export function denies(binding: KubeObject): boolean {
  const actions = at(binding, 'spec', 'validationActions');
  return Array.isArray(actions) && actions.includes('Deny');
}

/** Whether match criteria take every pod of a namespace with these labels; one label of a pod must not free it. */
function takes(criteria: unknown, labels: Labels): boolean {
  return takesLabels(at(criteria, 'namespaceSelector'), labels) && !isSelective(at(criteria, 'objectSelector'));
}

function kyvernoPolicies(world: World): PodPolicy[] {
  const found: PodPolicy[] = [];
  for (const kind of ['KyvernoClusterPolicy', 'KyvernoPolicy'] as const) {
    for (const { metadata, spec } of world.list(kind)) {
      if (!isRecord(spec) || spec['admission'] === false) continue;
      for (const rule of records(spec['rules'])) {
        const { validate } = rule;
        if (!isRecord(validate) || !kyvernoEnforcesSomewhere(spec, validate) || !kyvernoNamesPods(rule)) continue;
        found.push({
          name: `Kyverno policy ${metadata.name}`,
          isAboutSecurity: mentionsSecurity(validate),
          covers: (name, labels) =>
            (metadata.namespace === '' || metadata.namespace === name) &&
            kyvernoEnforces(spec, validate, { name, labels }) &&
            kyvernoTakesPods(rule, { name, labels }),
        });
      }
    }
  }
  for (const { metadata, spec } of world.list('KyvernoValidatingPolicy')) {
    const actions = at(spec, 'validationActions');
    const isDenying = !Array.isArray(actions) || actions.length === 0 || actions.includes('Deny');
    if (!isDenying || at(spec, 'evaluation', 'admission', 'enabled') === false) continue;
    const constraints = at(spec, 'matchConstraints');
    if (!asksAboutPods(at(constraints, 'resourceRules'))) continue;
    found.push({
      name: `Kyverno ValidatingPolicy ${metadata.name}`,
      isAboutSecurity: mentionsSecurity(spec),
      covers: (_namespace, labels) => takes(constraints, labels),
    });
  }
  return found;
}

function kubewarden(world: World): PodPolicy[] {
  const found: PodPolicy[] = [];
  for (const kind of ['KubewardenClusterAdmissionPolicy', 'KubewardenAdmissionPolicy'] as const) {
    for (const { metadata, spec } of world.list(kind)) {
      if (!isRecord(spec) || (spec['mode'] ?? 'protect') !== 'protect' || !asksAboutPods(spec['rules'])) continue;
      found.push({
        name: `Kubewarden policy ${metadata.name}`,
        isAboutSecurity: mentionsSecurity({ module: spec['module'], settings: spec['settings'] }),
        covers: (namespace, labels) =>
          (metadata.namespace === '' || metadata.namespace === namespace) && takes(spec, labels),
      });
    }
  }
  return found;
}

function gatekeeper(world: World): PodPolicy[] {
  const templates = world.list('GatekeeperConstraintTemplate');
  if (templates.length === 0) return [];
  const asked = world
    .list('ValidatingWebhookConfiguration')
    .flatMap(({ webhooks }) => records(webhooks))
    .some(({ name, rules }) => name === 'validation.gatekeeper.sh' && asksAboutPods(rules));
  if (!asked) return [];
  return templates.map(({ metadata, spec }) => ({
    name: `Gatekeeper template ${metadata.name}`,
    isAboutSecurity: metadata.name.startsWith('k8spsp') || mentionsSecurity(at(spec, 'targets')),
    covers: everywhere,
  }));
}

const securityWords =
  /securityContext|privileged|podSecurity|hostPath|hostNetwork|hostPID|hostIPC|capabilit|runAsNonRoot|allowPrivilegeEscalation|pod-security|psp/i;
const deepest = 24;

/** Whether a policy speaks of what makes a pod dangerous, in its fields or its expressions. */
function mentionsSecurity(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return securityWords.test(value);
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (Array.isArray(value)) return (value as unknown[]).some((entry) => mentionsSecurity(entry, depth + 1));
  return Object.entries(value).some(([key, below]) => securityWords.test(key) || mentionsSecurity(below, depth + 1));
}
