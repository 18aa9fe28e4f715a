import { defineCheck } from '../define.ts';
import { count } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletEventQps = defineCheck({
  id: 'kubelet-event-qps',
  title: 'Kubelet drops most of its events',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['4.2.8'], nsa: ['audit-logging'] },
  because: 'With a limit this low the events that tell of an attack are dropped when it makes many of them.',
  remedy: 'Set `eventRecordQPS` to 50, the default, or to what your clusters need; 0 means without limit.',

  subject: kubelet,
  fields: ['eventRecordQPS'],
  parameters: {
    least: count(5, { min: 0, max: 1_000_000 }, 'Events a second below which events count as dropped; 0 is no limit.'),
  },
  violatedBy({ config: { eventRecordQPS: limit } }, _world, { least }) {
    return typeof limit === 'number' && limit !== 0 && limit < least;
  },

  examples: {
    violating: {
      'one event a second is kept': { spec: { eventRecordQPS: 1 } },
      'fewer are kept than policy asks for': setTo({ least: 50 }, { spec: { eventRecordQPS: 20 } }),
    },
    compliant: {
      'there are fifty a second': { spec: { eventRecordQPS: 50 } },
      'it is as many as the default was before 1.27': { spec: { eventRecordQPS: 5 } },
      'there is no limit': { spec: { eventRecordQPS: 0 } },
      'nothing is said, which means fifty': { spec: { eventRecordQPS: undefined } },
    },
  },
});
