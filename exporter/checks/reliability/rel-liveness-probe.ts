import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { servingContainer } from '../subjects/declared-container.ts';
import { asksSomething } from '../subjects/probe.ts';

export const relLivenessProbe = defineCheck({
  id: 'rel-liveness-probe',
  title: 'Nothing notices when the program hangs',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['fault-tolerance'] },
  because:
    'A program that runs but no longer answers stays as it is until a person restarts it: the kubelet only sees that its process is there.',
  remedy: 'Add a `livenessProbe` that fails only when a restart would help, and not when something else is down.',
  paste: yaml`
    # Ask for nothing that a restart does not mend: no database, no other service.
    spec:
      template:
        spec:
          containers:
            - name: app
              livenessProbe:
                httpGet:
                  path: /livez
                  port: 8080
                periodSeconds: 10
                timeoutSeconds: 2
                failureThreshold: 6
  `,

  subject: servingContainer,
  fields: ['livenessProbe'],
  violatedBy: ({ container: { livenessProbe } }) => !asksSomething(livenessProbe),

  examples: {
    violating: {
      'there is none': { livenessProbe: undefined },
      'null is as good as nothing': { livenessProbe: null },
      'it says when to ask, and not what': { livenessProbe: { httpGet: undefined, periodSeconds: 5 } },
      'only readiness is probed': { livenessProbe: undefined, readinessProbe: { tcpSocket: { port: 8080 } } },
      'only the start is probed': { livenessProbe: undefined, startupProbe: { tcpSocket: { port: 8080 } } },
    },
    compliant: {
      'a path is asked': { livenessProbe: { httpGet: { path: '/healthz', port: 8080 } } },
      'a command is run': { livenessProbe: { httpGet: undefined, exec: { command: ['/app', 'check'] } } },
      'a connection is tried': { livenessProbe: { httpGet: undefined, tcpSocket: { port: 8080 } } },
      'a service of gRPC is asked': { livenessProbe: { httpGet: undefined, grpc: { port: 8080 } } },
    },
  },
});
