import type { CheckId } from '../../checks/index.ts';
import type { Check } from '../../checks/define.ts';
import type { Judged } from '../../checks/judged.ts';
import { baselineControls } from '../../checks/pod-security/pod-pss-baseline.ts';
import { restrictedControls } from '../../checks/pod-security/pod-pss-restricted.ts';
import { subjectKey, subjectsOf } from '../../checks/subjects/access.ts';
import { rulesOf } from '../../checks/subjects/grants.ts';
import { isShippedRule } from '../../checks/subjects/shipped-rules.ts';
import { capabilityName, capabilityPart } from '../../checks/subjects/capability.ts';
import { hasUnmaskedProc } from '../../checks/subjects/proc-mount.ts';
import { normalisedHostPath, volumePart } from '../../checks/subjects/volume.ts';
import type { KubeObject } from '../../model/object.ts';
import { morePart, type Offence } from '../../model/verdict.ts';
import type { Exempt, Exemption } from '../exemptions.ts';
import { aks } from './aks.ts';
import { isComponent, unhardened, type Component } from './component.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';
import { kubeadm } from './kubeadm.ts';
import { networks } from './networks.ts';
import { shippedBindings, shippedRoles } from './rights.ts';
import { entries, isSet } from '../../checks/subjects/field.ts';

/** Counts up when what is accepted changes, so that a change of results can be told from a change of the cluster. */
export const platformCatalogueVersion = 1;

/** Every workload that is recognised. */
export const components: readonly Component[] = [...kubeadm, ...networks, ...eks, ...gke, ...aks];

/** Accepts what Kubernetes, kubeadm, EKS, GKE and AKS ship, and nothing beyond it. */
export const platformExemptions: Exempt = (check, judged, offence) => {
  switch (judged.kind) {
    case 'Pod':
    case 'DaemonSet':
    case 'Deployment':
      return ofComponent(check, judged, offence);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return ofBinding(check, judged, offence);
    case 'ClusterRole':
      return ofRole(check, judged, offence);
    default:
      return undefined;
  }
};

/** What checks of roles object to in roles that Kubernetes makes; a rule that somebody added is a finding. */
const shippedRule: Exemption = {
  id: 'platform/kubernetes/built-in-role',
  reason: 'Kubernetes makes this role, with this rule, in every cluster; what counts is who is bound to it.',
};

const componentsOf = new Map<string, readonly Component[]>();
for (const component of components) {
  const key = `${component.kind === 'static Pod' ? 'Pod' : component.kind}|${component.namespace}`;
  componentsOf.set(key, [...(componentsOf.get(key) ?? []), component]);
}

function ofComponent(check: string, judged: Judged, offence: Offence): Exemption | undefined {
  const candidates = componentsOf.get(`${judged.kind}|${judged.object.metadata.namespace}`);
  const component = candidates?.find(
    (candidate) => accepts(candidate, check, judged, offence) && isComponent(candidate, judged),
  );
  return component && { id: `platform/${component.id}`, reason: component.reason };
}

const partsOfStandard: ReadonlyMap<string, readonly Check[]> = new Map([
  ['pod-pss-baseline', baselineControls.map(({ check }) => check)],
  ['pod-pss-restricted', restrictedControls.map(({ check }) => check)],
]);

function accepts(component: Component, check: string, judged: Judged, offence: Offence): boolean {
  if (offence.part === morePart) return false;
  const parts = partsOfStandard.get(check);
  if (parts !== undefined) return acceptsAll(component, parts, judged);
  const capability = addedCapability(offence);
  if (capability !== undefined) return component.capabilities?.includes(capabilityName(capability)) === true;
  const hostPath = hostPathOf(judged, offence);
  if (hostPath !== undefined) return component.hostPaths?.includes(normalisedHostPath(hostPath)) === true;
  return unhardened.includes(check as CheckId) || component.accepts?.includes(check as CheckId) === true;
}

/** A standard is accepted as failed when every offence of every control that fails is accepted by itself. */
function acceptsAll(component: Component, parts: readonly Check[], judged: Judged): boolean {
  if (judged.pod.containers.some(hasUnmaskedProc)) return false;
  return parts.every((part) => {
    const outcome = judged.known(part);
    if (outcome === undefined || outcome === 'not_applicable') return true;
    return outcome.every((offence) => accepts(component, part.id, judged, offence));
  });
}

function addedCapability({ part }: Offence): string | undefined {
  const at = part?.indexOf(`/${capabilityPart}`) ?? -1;
  return part === undefined || at < 0 ? undefined : part.slice(at + 1 + capabilityPart.length);
}

/** The path of the node that an offence is about, by the volume it names or the mount at its path. */
function hostPathOf({ pod }: Judged, { part, path, container }: Offence): string | undefined {
  const byVolume = pod.volumes.find((volume) => isSet(volume?.hostPath) && part === volumePart(volume.name));
  if (byVolume !== undefined) return byVolume?.hostPath?.path;
  const index = /\.volumeMounts\[(\d+)\]\.readOnly$/.exec(path)?.[1];
  if (index === undefined) return undefined;
  const view = pod.containers.find(({ name }) => name === container);
  const mount = entries(view?.container.volumeMounts)[Number(index)];
  return pod.volumes.find((volume) => volume?.name === mount?.name)?.hostPath?.path;
}

function ofBinding(check: string, { object }: Judged, offence: Offence): Exemption | undefined {
  const { namespace, name } = object.metadata;
  const shipped = shippedBindings.find((binding) => binding.name === name && binding.namespace === namespace);
  if (shipped === undefined || !shipped.checks.includes(check as CheckId)) return undefined;
  const roleRef = object['roleRef'] as { readonly kind?: unknown; readonly name?: unknown } | null | undefined;
  if (roleRef?.kind !== shipped.role.kind || roleRef.name !== shipped.role.name) return undefined;
  const subject = subjectsOf(object).find((bound) => isSet(bound) && subjectKey(bound, object) === offence.part);
  if (!isSet(subject) || !shipped.subjects.includes(subjectKey(subject, object))) return undefined;
  return { id: `platform/${shipped.id}`, reason: shipped.reason };
}

function ofRole(check: string, { object }: Judged, offence: Offence): Exemption | undefined {
  if (isOfShippedRule(object, offence)) return shippedRule;
  const shipped = shippedRoles.find(({ name }) => name === object.metadata.name);
  if (shipped === undefined || !shipped.checks.includes(check as CheckId)) return undefined;
  if (check === 'rbac-secrets-read' && shipped.holders?.includes(offence.part ?? '') !== true) return undefined;
  return { id: `platform/${shipped.id}`, reason: shipped.reason };
}

/** Offences about holders of a role have parts of their own, and are accepted holder by holder. */
function isOfShippedRule(role: KubeObject, { path, part }: Offence): boolean {
  const index = /^rules\[(\d+)\]$/.exec(path)?.[1];
  return index !== undefined && part === 'rules' && isShippedRule(role, rulesOf(role)[Number(index)]);
}
