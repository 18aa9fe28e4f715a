import type { Check } from '../../checks/define.ts';
import type { CheckId } from '../../checks/index.ts';
import type { Judged } from '../../checks/judged.ts';
import { baselineControls } from '../../checks/pod-security/pod-pss-baseline.ts';
import { restrictedControls } from '../../checks/pod-security/pod-pss-restricted.ts';
import { powersOfServiceAccount } from '../../checks/access/powers.ts';
import { capabilityName, capabilityPart } from '../../checks/subjects/capability.ts';
import { entries, isSet } from '../../checks/subjects/field.ts';
import { hasUnmaskedProc } from '../../checks/subjects/proc-mount.ts';
import { normalisedHostPath, volumePart } from '../../checks/subjects/volume.ts';
import { morePart, type Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import type { Exempt, Exemption } from '../exemptions.ts';
import { aks } from './aks.ts';
import { ofBinding } from './bindings.ts';
import { catalogueOf, componentAt, leftOut, type Component } from './component.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';
import { kubeadm } from './kubeadm.ts';
import { ofNamespace } from './namespaces.ts';
import { networks } from './networks.ts';
import { isShippedGrant, ofRole } from './roles.ts';
import { ofObject } from './shipped-objects.ts';

/** Counts up when what is accepted changes, so that a change of results can be told from a change of the cluster. */
export const platformCatalogueVersion = 2;

/** Every workload that is recognised. */
export const components: readonly Component[] = [...kubeadm, ...networks, ...eks, ...gke, ...aks];

const catalogue = catalogueOf(components);

/** Accepts what Kubernetes, kubeadm, EKS, GKE and AKS ship, and nothing beyond it. */
export const platformExemptions: Exempt = (check, judged, offence, world) => {
  // What is beyond the offences that are reported is accepted by nobody.
  if (offence.part === morePart) return undefined;
  switch (judged.kind) {
    case 'Pod':
    case 'DaemonSet':
    case 'Deployment':
      return ofComponent(check, judged, offence, world);
    case 'Namespace':
      return ofNamespace(check, judged, world, catalogue);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return ofBinding(check, judged, offence, world);
    case 'Role':
    case 'ClusterRole':
      return ofRole(check, judged, offence, world);
    default:
      return ofObject(check, judged, world);
  }
};

function ofComponent(check: string, judged: Judged, offence: Offence, world: World): Exemption | undefined {
  const component = componentAt(judged, catalogue);
  if (component === undefined || !accepts(component, check, judged, offence, world)) return undefined;
  return { id: `platform/${component.id}`, reason: component.reason };
}

const partsOfStandard: ReadonlyMap<string, readonly Check[]> = new Map([
  ['pod-pss-baseline', baselineControls.map(({ check }) => check)],
  ['pod-pss-restricted', restrictedControls.map(({ check }) => check)],
]);

function accepts(component: Component, check: string, judged: Judged, offence: Offence, world: World): boolean {
  const parts = partsOfStandard.get(check);
  if (parts !== undefined) return acceptsAll(component, parts, judged, world);
  if (check === 'workload-takeover-rbac') return hasShippedPowers(judged, world);
  const capability = addedCapability(offence);
  if (capability !== undefined) return component.capabilities?.includes(capabilityName(capability)) === true;
  const hostPath = hostPathOf(judged, offence);
  if (hostPath !== undefined) return component.hostPaths?.includes(normalisedHostPath(hostPath)) === true;
  return leftOut.has(check as CheckId) || component.accepts?.includes(check as CheckId) === true;
}

/** A standard is accepted as failed when every offence of every control that fails is accepted by itself. */
function acceptsAll(component: Component, parts: readonly Check[], judged: Judged, world: World): boolean {
  if (judged.pod.containers.some(hasUnmaskedProc)) return false;
  return parts.every((part) => {
    const outcome = judged.known(part);
    if (outcome === undefined || outcome === 'not_applicable') return true;
    return outcome.every((offence) => offence.part !== morePart && accepts(component, part.id, judged, offence, world));
  });
}

/** Whether every right by which a component could take over the cluster was shipped with it. */
function hasShippedPowers({ pod: { namespace, serviceAccount } }: Judged, world: World): boolean {
  const subject = `ServiceAccount/${namespace}/${serviceAccount}`;
  return powersOfServiceAccount(namespace, serviceAccount, world).every(({ grants }) =>
    grants.every((grant) => isShippedGrant(grant, subject, world)),
  );
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
