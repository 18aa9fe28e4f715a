import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { kubeProxy } from '../subjects/kube-proxy.ts';
import { plain } from '../text.ts';

const file = (line: string) => ({ data: { 'config.conf': `kind: KubeProxyConfiguration\n${line}\nmode: iptables\n` } });

export const kubeProxyMetricsBind = defineCheck({
  id: 'kube-proxy-metrics-bind',
  title: 'Metrics of kube-proxy are open to the network',
  category: 'cluster',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['4.3.1'], nsa: ['worker-nodes'], mitre: ['T1613'] },
  because:
    'Whoever reaches a node reads the layout of Services and the state of the proxy, and nobody asks who they are.',
  remedy:
    'Leave `metricsBindAddress` empty or set it to `127.0.0.1:10249`, and let monitoring come in through a proxy on the host.',
  paste: yaml`
    # In the ConfigMap kube-proxy of kube-system; then restart the DaemonSet.
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    metricsBindAddress: 127.0.0.1:10249
  `,

  subject: kubeProxy,
  fields: ['metricsBindAddress'],
  violatedBy({ key, text }) {
    const address = /^ *["']?metricsBindAddress["']?: *["']?([^"'\s#]*)/m.exec(text)?.[1] ?? '';
    // Unset means 127.0.0.1:10249 (SetDefaults_KubeProxyConfiguration).
    if (address === '' || address === 'null' || /^(?:127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)(?::\d+)?$/.test(address)) {
      return false;
    }
    return { path: `data.${key}`, message: `metricsBindAddress is ${plain(address)}` };
  },

  examples: {
    violating: {
      'it is every address': file('metricsBindAddress: 0.0.0.0:10249'),
      'it is every address, in quotes': file('metricsBindAddress: "0.0.0.0"'),
      'it is every address of IPv6': file("metricsBindAddress: '[::]:10249'"),
      'Amazon keeps it elsewhere': {
        metadata: { name: 'kube-proxy-config' },
        data: { config: 'metricsBindAddress: 0.0.0.0:10249\n' },
      },
    },
    compliant: {
      'it is loopback': {},
      'it is loopback of IPv6': file('metricsBindAddress: "[::1]:10249"'),
      'it is empty, which means loopback': file('metricsBindAddress: ""'),
      'nothing is said, which means loopback': file('healthzBindAddress: 0.0.0.0:10256'),
      'it is a comment': file('# metricsBindAddress: 0.0.0.0'),
    },
    notApplicable: {
      'it is another ConfigMap': { metadata: { name: 'coredns' } },
      'it lies in another namespace': { metadata: { namespace: 'shop' } },
    },
  },
});
