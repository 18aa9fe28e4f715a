import type { Handler } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

export const podHostProbes = defineCheck({
  id: 'pod-host-probes',
  title: 'Probe or lifecycle hook calls another host',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { pss: ['baseline'], nsa: ['pod-security'] },
  because:
    'Probes and hooks are called by the kubelet: with a host of its own choosing a pod makes every node knock at addresses that it could not reach itself.',
  remedy: 'Remove `host`, so that the kubelet calls the pod itself.',

  subject: container,
  fields: ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'],
  violatedBy(view, { version }) {
    // Pod Security has forbidden this since 1.34; earlier releases let it through in every standard.
    if (!atLeast(version, 1, 34)) return 'not_applicable';
    const { livenessProbe, readinessProbe, startupProbe, lifecycle } = view.container;
    if (!isSet(livenessProbe) && !isSet(readinessProbe) && !isSet(startupProbe) && !isSet(lifecycle)) return false;
    const offences: Offence[] = [];
    object(offences, view, 'livenessProbe', livenessProbe);
    object(offences, view, 'readinessProbe', readinessProbe);
    object(offences, view, 'startupProbe', startupProbe);
    object(offences, view, 'lifecycle.postStart', lifecycle?.postStart);
    object(offences, view, 'lifecycle.preStop', lifecycle?.preStop);
    return offences.length > 0 && offences;
  },
  fix(_view, { path }) {
    const below = path.slice(path.lastIndexOf(']') + 2).split('.');
    return below.reduceRight<object | null>((inner, key) => ({ [key]: inner }), null) ?? undefined;
  },

  examples: {
    violating: {
      'a probe names a host': { livenessProbe: { httpGet: { host: '169.254.169.254', port: 80 } } },
      'the own node is another host too': { readinessProbe: { tcpSocket: { host: '127.0.0.1', port: 10250 } } },
      'a startup probe does': { startupProbe: { httpGet: { host: 'internal.example', port: 80 } } },
      'a hook does': { lifecycle: { preStop: { httpGet: { host: 'internal.example', port: 80 } } } },
      'a hook over TCP does': { lifecycle: { postStart: { tcpSocket: { host: 'internal.example', port: 80 } } } },
    },
    compliant: {
      'the pod itself is probed': { livenessProbe: { httpGet: { port: 8080 } } },
      'an empty host is the pod': { livenessProbe: { httpGet: { host: '', port: 8080 } } },
      'null is as good as nothing': { livenessProbe: { httpGet: { host: null, port: 8080 } } },
      'there is no probe': { livenessProbe: undefined },
    },
  },
});

function object(offences: Offence[], view: ContainerView, field: string, handler: Handler | null | undefined): void {
  if (!isSet(handler)) return;
  for (const [kind, host] of [
    ['httpGet', handler.httpGet?.host],
    ['tcpSocket', handler.tcpSocket?.host],
  ] as const) {
    if (!isSet(host) || host === '') continue;
    offences.push({
      path: `${view.path}.${field}.${kind}.host`,
      container: view.name,
      part: `${view.name}/${field}`,
      message: `container ${quoted(view.name)}: ${field} calls ${quoted(host)}`,
    });
  }
}
