import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletStreamingTimeout = defineCheck({
  id: 'kubelet-streaming-timeout',
  title: 'Kubelet never ends idle connections',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['4.2.5'] },
  because:
    'Without a timeout forgotten exec and port-forward sessions stay open for whoever finds them, and use up ports of the node.',
  remedy: 'Set `streamingConnectionIdleTimeout` to some hours; 4h is the default.',

  subject: kubelet,
  fields: ['streamingConnectionIdleTimeout'],
  violatedBy({ config: { streamingConnectionIdleTimeout: timeout } }) {
    return typeof timeout === 'string' && /^(?:0+(?:\.0+)?(?:ns|us|µs|ms|s|m|h))+$|^0$/.test(timeout);
  },

  examples: {
    violating: {
      'it is zero seconds': { spec: { streamingConnectionIdleTimeout: '0s' } },
      'it is zero in another spelling': { spec: { streamingConnectionIdleTimeout: '0h0m0s' } },
    },
    compliant: {
      'it is some hours': { spec: { streamingConnectionIdleTimeout: '4h0m0s' } },
      'it is ten seconds': { spec: { streamingConnectionIdleTimeout: '10s' } },
      'nothing is said, which means four hours': { spec: { streamingConnectionIdleTimeout: undefined } },
    },
  },
});
