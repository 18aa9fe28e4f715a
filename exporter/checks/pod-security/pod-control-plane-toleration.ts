import type { Toleration } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { entries } from '../subjects/field.ts';
import { pod } from '../subjects/pod.ts';
import { quoted, word } from '../text.ts';

/** Taints by which control planes keep workloads away, under the current name and the one before 1.24. */
const taints: ReadonlySet<unknown> = new Set([
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
]);

export const podControlPlaneToleration = defineCheck({
  id: 'pod-control-plane-toleration',
  title: 'Pod may run on nodes of the control plane',
  category: 'pod-security',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { nsa: ['control-plane'], mitre: ['T1610'] },
  because:
    'Beside the pod run the API server and etcd, with the keys of the cluster in the file system of the node: an escape that elsewhere costs a node costs everything there.',
  remedy: 'Remove the toleration, or name the taints that the pod has to bear, one by one.',
  paste: yaml`
    # Only taints that you know; a list in a patch replaces the whole list.
    spec:
      template:
        spec:
          tolerations:
            - key: dedicated
              operator: Equal
              value: shop
              effect: NoSchedule
  `,

  subject: pod,
  fields: ['tolerations'],
  parameters: { systemNamespaces },
  violatedBy(view, _world, settings) {
    const { tolerations } = view.spec;
    if (!Array.isArray(tolerations)) return false;
    let offences: Offence[] | undefined;
    let index = -1;
    for (const toleration of entries(view.spec.tolerations)) {
      index++;
      if (typeof toleration !== 'object' || toleration === null || !opensControlPlane(toleration)) continue;
      (offences ??= []).push({
        path: `${view.path}.tolerations[${index}]`,
        part: `tolerations/${partsOf(toleration).map(word).join('/')}`,
        message: `tolerations contain ${isEverything(toleration) ? 'every taint' : quoted(toleration.key)}`,
      });
    }
    if (offences === undefined) return false;
    return matchesName(settings.systemNamespaces, view.namespace) ? 'not_applicable' : offences;
  },

  examples: {
    violating: {
      'the taint of the control plane is tolerated': {
        spec: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
      },
      'its former name is': {
        spec: { tolerations: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'NoSchedule' }] },
      },
      'Equal is the default operator, and the taint has no value': {
        spec: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
      },
      'some distributions give the taint a value': {
        spec: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Equal', value: 'true' }] },
      },
      'every taint is tolerated': { spec: { tolerations: [{ operator: 'Exists' }] } },
      'an empty key means every taint': { spec: { tolerations: [{ key: '', operator: 'Exists' }] } },
      'null is as good as no key': { spec: { tolerations: [{ key: null, operator: 'Exists' }] } },
      'it is one of several': {
        spec: {
          tolerations: [
            { key: 'gpu', operator: 'Exists' },
            { operator: 'Exists', effect: 'NoSchedule' },
          ],
        },
      },
      'the namespace is no longer one of the platform': setTo(
        { systemNamespaces: ['kube-system'] },
        { spec: { tolerations: [{ operator: 'Exists' }] } },
      ),
    },
    compliant: {
      'another taint is tolerated': { spec: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } },
      'it may stay where it runs, but nothing schedules it there': {
        spec: { tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] },
      },
      'nothing is tolerated by an empty key without Exists': { spec: { tolerations: [{ key: '', value: '' }] } },
      'the taint has another value': {
        spec: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', value: 'special' }] },
      },
      'a preference keeps nothing away': {
        spec: {
          tolerations: [{ key: 'node-role.kubernetes.io/master', operator: 'Exists', effect: 'PreferNoSchedule' }],
        },
      },
      'the list is empty': { spec: { tolerations: [] } },
      'the list is null': { spec: { tolerations: null } },
      'there are no tolerations': {},
    },
    notApplicable: {
      'the namespace is one of the platform': setTo(
        { systemNamespaces: ['sh*'] },
        { spec: { tolerations: [{ operator: 'Exists' }] } },
      ),
    },
  },
});

function opensControlPlane(toleration: Toleration): boolean {
  const { key, operator, value, effect } = toleration;
  // The taint says NoSchedule; what only tolerates another effect is not let in.
  if (effect && effect !== 'NoSchedule') return false;
  if (isEverything(toleration)) return true;
  if (!taints.has(key)) return false;
  return operator === 'Exists' || !value || value === 'true';
}

function partsOf({ key, operator, value, effect }: Toleration): unknown[] {
  return [key, operator, value, effect];
}

function isEverything({ key, operator }: Toleration): boolean {
  return !key && operator === 'Exists';
}
