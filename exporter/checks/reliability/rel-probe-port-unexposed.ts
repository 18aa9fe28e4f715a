import type { Handler } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { declaredContainer } from '../subjects/declared-container.ts';
import { entries, isSet } from '../subjects/field.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { quoted } from '../text.ts';

export const relProbePortUnexposed = defineCheck({
  id: 'rel-probe-port-unexposed',
  title: 'Probe asks a port that the container does not declare',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'Mostly the port was changed in one place and not in the other: the probe fails for ever, or asks something else than what serves.',
  remedy: 'Declare the port under `ports`, best with a name that the probe refers to.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              ports:
                - name: http
                  containerPort: 8080
              livenessProbe:
                httpGet:
                  path: /livez
                  port: http
              readinessProbe:
                httpGet:
                  path: /readyz
                  port: http
  `,

  subject: declaredContainer,
  fields: ['livenessProbe', 'readinessProbe', 'startupProbe'],
  violatedBy(view) {
    const { livenessProbe, readinessProbe, startupProbe } = view.container;
    let offences = object(undefined, view, 'livenessProbe', livenessProbe);
    offences = object(offences, view, 'readinessProbe', readinessProbe);
    return object(offences, view, 'startupProbe', startupProbe) ?? false;
  },

  examples: {
    violating: {
      'the number is another one': { livenessProbe: { httpGet: { port: 9090 } } },
      'nobody has the name': { livenessProbe: { httpGet: { port: 'metrics' } } },
      'a connection is tried elsewhere': { readinessProbe: { httpGet: undefined, tcpSocket: { port: 9090 } } },
      'gRPC is asked elsewhere': { startupProbe: { grpc: { port: 9090 } } },
      'no port is declared': { ports: undefined },
    },
    compliant: {
      'the number is declared': {},
      'the name is': { livenessProbe: { httpGet: { port: 'http' } } },
      'a command is run': { livenessProbe: { httpGet: undefined, exec: { command: ['/app', 'check'] } } },
      'another host is asked, which is a matter of its own': {
        livenessProbe: { httpGet: { host: 'other.example', port: 9090 } },
      },
      'there is no probe': { livenessProbe: undefined, readinessProbe: undefined, ports: undefined },
      'probes are null': { livenessProbe: null, readinessProbe: null, ports: null },
    },
  },
});

function object(
  offences: Offence[] | undefined,
  view: ContainerView,
  field: string,
  probe: Handler | null | undefined,
): Offence[] | undefined {
  if (!isSet(probe)) return offences;
  const asked = probe.httpGet ?? probe.tcpSocket ?? probe.grpc;
  if (!isSet(asked) || !isSet(asked.port) || ('host' in asked && asked.host)) return offences;
  const { port } = asked;
  for (const declared of entries(view.container.ports)) {
    if (declared?.containerPort === port || declared?.name === port) return offences;
  }
  const offence = {
    path: `${view.path}.${field}`,
    container: view.name,
    part: `${view.name}/${field}`,
    message: `container ${quoted(view.name)}: ${field} asks port ${quoted(port)}, which is not declared`,
  };
  if (offences === undefined) return [offence];
  offences.push(offence);
  return offences;
}
