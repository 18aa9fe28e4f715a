import { isPulledAlways, parseImage } from '../model/image.ts';
import type { KindName } from '../model/kinds.ts';
import { at, isRecord, records } from '../model/record.ts';

type Json = Record<string, unknown>;

/**
 * Fills in, in place, what the API server would on admission, as far as verdicts depend on it (pkg/apis/*\/v1/defaults.go
 * of Kubernetes). Only for objects from files: those of a cluster have been through it.
 */
export function applyDefaults(kind: KindName, object: Json): void {
  switch (kind) {
    case 'Pod':
      defaultPodSpec(object['spec'], true);
      return;
    case 'PodTemplate':
      defaultPodSpec(at(object, 'template', 'spec'), false);
      return;
    case 'CronJob':
      defaultPodSpec(at(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'), false);
      return;
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
    case 'ReplicationController':
      defaultPodSpec(at(object, 'spec', 'template', 'spec'), false);
      return;
    case 'Service':
      if (isRecord(object['spec'])) object['spec']['type'] ??= 'ClusterIP';
      return;
    case 'Namespace':
      defaultNamespace(object);
      return;
    case 'NetworkPolicy':
      defaultPolicyTypes(object);
      return;
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      defaultBinding(object);
      return;
    default:
      return;
  }
}

function defaultPodSpec(spec: unknown, isPod: boolean): void {
  if (!isRecord(spec)) return;
  // Which field names the service account is left as it is: whoever reads it looks at both.
  for (const volume of records(spec['volumes'])) {
    const hasSource = Object.keys(volume).some((key) => key !== 'name' && isPresent(volume[key]));
    if (!hasSource) volume['emptyDir'] = {};
  }
  for (const role of ['containers', 'initContainers']) {
    for (const container of records(spec[role])) {
      if (!isPresent(container['imagePullPolicy']) && typeof container['image'] === 'string') {
        const image = parseImage(container['image']);
        container['imagePullPolicy'] = image !== undefined && isPulledAlways(image) ? 'Always' : 'IfNotPresent';
      }
      // Since 1.28 the host ports of templates are filled in only when their Pods are made.
      if (!isPod || spec['hostNetwork'] !== true) continue;
      for (const port of records(container['ports'])) {
        if (!port['hostPort'] && isPresent(port['containerPort'])) port['hostPort'] = port['containerPort'];
      }
    }
  }
}

function defaultNamespace(object: Json): void {
  const { metadata } = object;
  if (!isRecord(metadata) || typeof metadata['name'] !== 'string') return;
  const labels = isRecord(metadata['labels']) ? metadata['labels'] : {};
  metadata['labels'] = { ...labels, 'kubernetes.io/metadata.name': metadata['name'] };
}

function defaultPolicyTypes(object: Json): void {
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  object['spec'] = spec;
  if (Array.isArray(spec['policyTypes']) && spec['policyTypes'].length > 0) return;
  const hasEgress = Array.isArray(spec['egress']) && spec['egress'].length > 0;
  spec['policyTypes'] = hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
}

const rbacGroup = 'rbac.authorization.k8s.io';

function defaultBinding(object: Json): void {
  if (isRecord(object['roleRef'])) object['roleRef']['apiGroup'] ||= rbacGroup;
  for (const subject of records(object['subjects'])) {
    if (isPresent(subject['apiGroup'])) continue;
    if (subject['kind'] === 'User' || subject['kind'] === 'Group') subject['apiGroup'] = rbacGroup;
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
