import { defineCheck } from '../define.ts';
import { matchesName, words } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { podWith } from '../subjects/pod.ts';
import { quoted } from '../text.ts';

export const relPriorityClass = defineCheck({
  id: 'rel-priority-class',
  title: 'Nobody has said how important the pod is',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because:
    'When room is short, the scheduler and the kubelet take what pods say; what says nothing is sacrificed first.',
  remedy: 'Set `priorityClassName` to one of the classes that your platform offers.',
  paste: yaml`
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata:
      name: serves-customers
    value: 1000
    preemptionPolicy: PreemptLowerPriority
    description: Programs that customers wait for.
    ---
    spec:
      template:
        spec:
          priorityClassName: serves-customers
  `,

  subject: podWith({ spec: { priorityClassName: 'standard' } }),
  fields: ['priorityClassName'],
  parameters: {
    classes: words([], 'Priority classes that workloads may use, `team-*` by prefix; empty for any.'),
  },
  violatedBy(view, _world, { classes }) {
    const name: unknown = view.spec.priorityClassName;
    if (typeof name !== 'string' || name === '') return true;
    if (classes.length === 0 || matchesName(classes, name)) return false;
    return {
      path: `${view.path}.priorityClassName`,
      message: `priorityClassName is ${quoted(name)}, which is none of those that may be used`,
    };
  },

  examples: {
    violating: {
      'no class is named': { spec: { priorityClassName: undefined } },
      'null is as good as nothing': { spec: { priorityClassName: null } },
      'it is empty': { spec: { priorityClassName: '' } },
      'the class is not for workloads': setTo(
        { classes: ['standard', 'team-*'] },
        { spec: { priorityClassName: 'system-cluster-critical' } },
      ),
    },
    compliant: {
      'a class is named': { spec: { priorityClassName: 'anything' } },
      'the class may be used': setTo({ classes: ['team-*'] }, { spec: { priorityClassName: 'team-shop' } }),
    },
  },
});
