import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { measuredResources } from '../snippets/measured-resources.ts';
import { declaredContainer } from '../subjects/declared-container.ts';
import { lacksResource, limitRange, resourceReads } from '../subjects/resource-check.ts';

export const resCpuRequest = defineCheck({
  id: 'res-cpu-request',
  title: 'Container reserves no processor time',
  category: 'resources',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['resource-policies'] },
  because:
    'The scheduler takes the container for one that needs nothing and packs nodes too full: when time is short, it is the first to starve, and autoscalers have nothing to go by.',
  remedy: 'Set `resources.requests.cpu` to what the program needs under normal load.',
  paste: measuredResources,

  subject: declaredContainer,
  fields: ['resources.requests.cpu'],
  reads: resourceReads,
  violatedBy: (view, world) => lacksResource(view, 'requests', 'cpu', world),

  examples: {
    violating: {
      'there are no resources': { resources: undefined },
      'resources are null': { resources: null },
      'resources are empty': { resources: { requests: undefined, limits: undefined } },
      'another resource is requested': { resources: { requests: { cpu: undefined }, limits: undefined } },
      'nothing is what it asks for': { resources: { requests: { cpu: '0' } } },
      'a range of the namespace fills in something else': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { memory: '128Mi' } }),
      ),
      'a range is for whole pods': given({ resources: undefined }, limitRange({ type: 'Pod', max: { cpu: '100m' } })),
      'a range is of another namespace': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { cpu: '100m' } }, 'other'),
      ),
    },
    compliant: {
      'it is requested': { resources: { requests: { cpu: '100m' } } },
      'a limit is the request that is not named': { resources: { requests: undefined, limits: { cpu: '100m' } } },
      'a range of the namespace fills it in': given(
        { resources: undefined },
        limitRange({ type: 'Container', defaultRequest: { cpu: '100m' } }),
      ),
      'a range fills in a limit': given(
        { resources: undefined },
        limitRange({ type: 'Container', default: { cpu: '100m' } }),
      ),
      'the least of a range is the request': given(
        { resources: undefined },
        limitRange({ type: 'Container', min: { cpu: '100m' } }),
      ),
    },
  },
});
