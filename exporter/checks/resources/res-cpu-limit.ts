import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { declaredContainer } from '../subjects/declared-container.ts';
import { lacksResource, limitRange, resourceReads } from '../subjects/resource-check.ts';

export const resCpuLimit = defineCheck({
  id: 'res-cpu-limit',
  title: 'Container may use all idle processor time of its node',
  category: 'resources',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: { nsa: ['resource-policies'], microsoft: ['resource-hijacking'], mitre: ['T1496'] },
  because:
    'Beyond its request a container takes whatever is idle: a miner finds that on every node, and a busy neighbour makes response times swing.',
  remedy:
    'Set `resources.limits.cpu` where programs that you do not trust share nodes; elsewhere requests may well be enough, because a limit throttles.',
  paste: yaml`
    # Measure first (\`kubectl top pods --containers\`): a limit throttles, also where the node has time to spare.
    spec:
      template:
        spec:
          containers:
            - name: app
              resources:
                limits:
                  cpu: 500m
  `,

  subject: declaredContainer,
  fields: ['resources.limits.cpu'],
  reads: resourceReads,
  violatedBy: (view, world) => lacksResource(view, 'limits', 'cpu', world),

  examples: {
    violating: {
      'there are no resources': { resources: undefined },
      'resources are null': { resources: null },
      'resources are empty': { resources: { requests: undefined, limits: undefined } },
      'only a request is named': { resources: { limits: undefined } },
      'another resource is limited': { resources: { limits: { cpu: undefined } } },
      'a limit of zero is none': { resources: { limits: { cpu: 0 } } },
      'a range of the namespace fills in something else': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { memory: '128Mi' } }),
      ),
      'a range is for whole pods': given({ resources: undefined }, limitRange({ type: 'Pod', max: { cpu: '100m' } })),
      'a range is of another namespace': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { cpu: '100m' } }, 'other'),
      ),
      'a range fills in a request': given(
        { resources: undefined },
        limitRange({ type: 'Container', defaultRequest: { cpu: '100m' } }),
      ),
    },
    compliant: {
      'it is limited': { resources: { limits: { cpu: '100m' } } },
      'quantities may be numbers': { resources: { limits: { cpu: 1 } } },
      'a range of the namespace fills it in': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { cpu: '100m' } }),
      ),
      'the most of a range is the limit': given(
        { resources: undefined },
        limitRange({ type: 'Container', max: { cpu: '100m' } }),
      ),
    },
  },
});
