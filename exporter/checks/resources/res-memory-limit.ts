import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { measuredResources } from '../snippets/measured-resources.ts';
import { declaredContainer } from '../subjects/declared-container.ts';
import { lacksResource, limitRange, resourceReads } from '../subjects/resource-check.ts';

export const resMemoryLimit = defineCheck({
  id: 'res-memory-limit',
  title: 'Container may use all memory of its node',
  category: 'resources',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: {
    nsa: ['resource-policies'],
    microsoft: ['resource-hijacking', 'denial-of-service'],
    mitre: ['T1496', 'T1499'],
  },
  because:
    'A leak, a flood of requests or a miner that somebody smuggled in takes the memory of the node from everything else that runs there, until the kernel kills some of it.',
  remedy: 'Set `resources.limits.memory`, or a limit of the whole pod, above the peak of the program.',
  paste: measuredResources,

  subject: declaredContainer,
  fields: ['resources.limits.memory'],
  reads: resourceReads,
  violatedBy: (view, world) => lacksResource(view, 'limits', 'memory', world),

  examples: {
    violating: {
      'there are no resources': { resources: undefined },
      'resources are null': { resources: null },
      'resources are empty': { resources: { requests: undefined, limits: undefined } },
      'only a request is named': { resources: { limits: undefined } },
      'another resource is limited': { resources: { limits: { memory: undefined } } },
      'a limit of zero is none': { resources: { limits: { memory: 0 } } },
      'a range of the namespace fills in something else': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { cpu: '100m' } }),
      ),
      'a range is for whole pods': given(
        { resources: undefined },
        limitRange({ type: 'Pod', max: { memory: '128Mi' } }),
      ),
      'a range is of another namespace': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { memory: '128Mi' } }, 'other'),
      ),
      'a range fills in a request': given(
        { resources: undefined },
        limitRange({ type: 'Container', defaultRequest: { memory: '128Mi' } }),
      ),
    },
    compliant: {
      'it is limited': { resources: { limits: { memory: '128Mi' } } },
      'quantities may be numbers': { resources: { limits: { memory: 134217728 } } },
      'a range of the namespace fills it in': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { memory: '128Mi' } }),
      ),
      'the most of a range is the limit': given(
        { resources: undefined },
        limitRange({ type: 'Container', max: { memory: '128Mi' } }),
      ),
    },
  },
});
