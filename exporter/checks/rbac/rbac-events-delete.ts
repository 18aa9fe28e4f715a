import { yaml } from '../paste.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacEventsDelete = defineRoleCheck({
  id: 'rbac-events-delete',
  title: 'Role lets its holders delete events',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['authorization'], mitre: ['T1070'], microsoft: ['delete-events'] },
  because:
    'Events are what on-call looks at first, and hardly any program has a reason to delete them: whoever does hides what happened.',
  remedy: 'Remove `delete` and `deletecollection`; events go by themselves after an hour.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: event-recorder
    rules:
      - apiGroups: ['', events.k8s.io]
        resources: [events]
        verbs: [get, list, watch, create, patch]
  `,

  rights: [
    { group: '', resources: ['events'], verbs: ['delete', 'deletecollection'] },
    { group: 'events.k8s.io', resources: ['events'], verbs: ['delete', 'deletecollection'] },
  ],

  examples: {
    violating: {
      'events may be deleted': allowing('', 'events', 'delete'),
      'all may be deleted at once': allowing('', 'events', 'deletecollection'),
      'the newer group serves the same events': allowing('events.k8s.io', 'events', 'delete'),
      'a Role allows it in its namespace': asRole(allowing('', 'events', 'delete')),
      'every verb includes it': allowing('', 'events', '*'),
      'every resource of the group includes it': allowing('events.k8s.io', '*', 'delete'),
    },
    compliant: {
      'events may be written': allowing('', 'events', 'create patch update'),
      'events may be read': allowing('events.k8s.io', 'events', 'get list watch'),
      'single ones may be deleted': allowing('', 'events', 'delete', 'web.17a'),
      'events of another group are others': allowing('sources.example', 'events', 'delete'),
      'there are no rules': { rules: [] },
    },
  },
});
