import type { ApiFinding, ApiOwner, ApiTransition } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import { findingId } from '../../findings/key.ts';
import type { StoredFinding } from '../../findings/store.ts';
import type { FindingTransition, Team } from '../../model/finding.ts';
import { kinds, type KindName } from '../../model/kinds.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import type { ClusterView, ExemptOffence } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import { partOf } from '../../model/verdict.ts';

type ContactOf = OwnerDirectory['contactOf'];

/** An open finding as the API tells it. */
export function openFinding(
  stored: StoredFinding,
  checks: ReadonlyMap<string, Check>,
  contactOf: ContactOf,
): ApiFinding {
  return { ...episode(stored, checks, contactOf), state: 'open' };
}

/** What the API tells of a finding whether or not it is still open. */
export function episode(
  { cluster, finding }: StoredFinding,
  checks: ReadonlyMap<string, Check>,
  contactOf: ContactOf,
): Omit<ApiFinding, 'state'> {
  const {
    id,
    check,
    severity,
    object,
    team,
    path,
    container,
    message,
    firstSeen,
    lastChange,
    openedBecause,
    estimated,
    windows,
    changedBy,
  } = finding;
  const described = checks.get(check);
  const ref = objectOf(object.apiVersion, object.kind, object.namespace, object.name);
  return {
    id,
    cluster,
    check,
    title: described?.title ?? check,
    severity,
    object: ref,
    owner: ownerOf(ref, team, contactOf),
    path,
    ...(container !== undefined && { container }),
    message,
    remedy: described?.remedy ?? 'The check is no longer part of this exporter.',
    firstSeen: rfc3339(firstSeen),
    ...(estimated && { estimated }),
    lastChange: rfc3339(lastChange),
    ...(changedBy !== undefined && { changedBy }),
    reason: openedBecause,
    ...(windows !== undefined && { windows }),
  };
}

/** A step in the life of a finding as the API tells it. */
export function apiTransition({ type, reason, at, finding, windows }: FindingTransition): ApiTransition {
  const { severity, path, message } = finding;
  return { type, reason, at: rfc3339(at), severity, path, message, ...(windows !== undefined && { windows }) };
}

/** An offence that an exemption accepts, as the API tells it; its id is what the finding's would be. */
export function exemptFinding(cluster: ClusterView, exempt: ExemptOffence, contactOf: ContactOf): ApiFinding {
  const { ref, apiVersion, team, check, offence, exemption } = exempt;
  const object = objectOf(apiVersion, ref.kind, ref.namespace, ref.name);
  return {
    id: findingId(cluster.id, check.id, ref, partOf(offence)),
    cluster: cluster.name,
    check: check.id,
    title: check.title,
    severity: check.severity,
    state: 'exempt',
    object,
    owner: ownerOf(object, team, contactOf),
    path: offence.path,
    ...(offence.container !== undefined && { container: offence.container }),
    message: offence.message,
    remedy: check.remedy,
    exemption: exemption.reason,
    exemptedBy: exemption.id,
  };
}

function ownerOf(object: ApiFinding['object'], { team, source }: Team, contactOf: ContactOf): ApiOwner {
  const contact = contactOf(team);
  return { ...object, team, teamSource: source, ...(contact !== undefined && { contact }) };
}

function objectOf(apiVersion: string, kind: KindName, namespace: string, name: string): ApiFinding['object'] {
  return { apiVersion, kind: kinds[kind].kind, ...(namespace !== '' && { namespace }), name };
}
