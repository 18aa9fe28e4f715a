import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { measuredResources } from '../snippets/measured-resources.ts';
import { declaredContainer } from '../subjects/declared-container.ts';
import { lacksResource, limitRange, resourceReads } from '../subjects/resource-check.ts';

export const resMemoryRequest = defineCheck({
  id: 'res-memory-request',
  title: 'Container reserves no memory',
  category: 'resources',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['resource-policies'] },
  because:
    'The scheduler takes the container for one that needs nothing and packs nodes too full: when memory runs short, it is among the first to be evicted or killed.',
  remedy: 'Set `resources.requests.memory` to what the program needs.',
  paste: measuredResources,

  subject: declaredContainer,
  fields: ['resources.requests.memory'],
  reads: resourceReads,
  violatedBy: (view, world) => lacksResource(view, 'requests', 'memory', world),

  examples: {
    violating: {
      'there are no resources': { resources: undefined },
      'resources are null': { resources: null },
      'resources are empty': { resources: { requests: undefined, limits: undefined } },
      'another resource is requested': { resources: { requests: { memory: undefined }, limits: undefined } },
      'nothing is what it asks for': { resources: { requests: { memory: '0' } } },
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
    },
    compliant: {
      'it is requested': { resources: { requests: { memory: '128Mi' } } },
      'a limit is the request that is not named': { resources: { requests: undefined, limits: { memory: '128Mi' } } },
      'a range of the namespace fills it in': given(
        { resources: undefined },
        limitRange({ type: 'Container', defaultRequest: { memory: '128Mi' } }),
      ),
      'a range fills in a limit': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { memory: '128Mi' } }),
      ),
      'the least of a range is the request': given(
        { resources: undefined },
        limitRange({ type: 'Container', min: { memory: '128Mi' } }),
      ),
    },
  },
});
