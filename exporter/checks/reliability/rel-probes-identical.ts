import type { Handler, Probe } from '../../model/pod.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { servingContainer } from '../subjects/declared-container.ts';
import { isSet, strings } from '../subjects/field.ts';
import { quoted } from '../text.ts';

const path = { httpGet: { path: '/healthz', port: 8080 } };

export const relProbesIdentical = defineCheck({
  id: 'rel-probes-identical',
  title: 'Container is restarted as soon as it is not ready',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'Both probes ask the same and neither is more patient: what should only take the pod out of its Services for a while restarts it instead, all replicas at once when load is the cause.',
  remedy: 'Let `livenessProbe` ask for less than `readinessProbe`, or give it a higher `failureThreshold`.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              livenessProbe:
                httpGet:
                  path: /livez
                  port: 8080
                failureThreshold: 6
              readinessProbe:
                httpGet:
                  path: /readyz
                  port: 8080
                failureThreshold: 3
  `,

  subject: servingContainer,
  fields: ['livenessProbe', 'readinessProbe'],
  violatedBy({ container: { livenessProbe: liveness, readinessProbe: readiness }, path: at, name }) {
    if (!isSet(liveness) || !isSet(readiness)) return 'not_applicable';
    if (!isSame(liveness, readiness) || patience(liveness) > patience(readiness)) return false;
    return {
      path: `${at}.livenessProbe`,
      container: name,
      message: `container ${quoted(name)}: livenessProbe and readinessProbe ask the same`,
    };
  },

  examples: {
    violating: {
      'both ask one path': { livenessProbe: path, readinessProbe: path },
      'both try one connection': {
        livenessProbe: { httpGet: undefined, tcpSocket: { port: 8080 } },
        readinessProbe: { httpGet: undefined, tcpSocket: { port: 8080 } },
      },
      'both run one command': {
        livenessProbe: { httpGet: undefined, exec: { command: ['/app', 'check'] } },
        readinessProbe: { httpGet: undefined, exec: { command: ['/app', 'check'] } },
      },
      'liveness is the less patient one': {
        livenessProbe: { ...path, failureThreshold: 2 },
        readinessProbe: { ...path, failureThreshold: 6 },
      },
      'defaults are spelled out in one of them': {
        livenessProbe: { ...path, failureThreshold: 3, periodSeconds: 10 },
        readinessProbe: path,
      },
    },
    compliant: {
      'they ask different paths': {},
      'they ask different ports': {
        livenessProbe: path,
        readinessProbe: { httpGet: { path: '/healthz', port: 8081 } },
      },
      'liveness is more patient': { livenessProbe: { ...path, failureThreshold: 6 }, readinessProbe: path },
      'liveness is asked less often': { livenessProbe: { ...path, periodSeconds: 30 }, readinessProbe: path },
    },
    notApplicable: {
      'only one is there': { livenessProbe: undefined },
      'the other is null': { readinessProbe: null },
    },
  },
});

/** Seconds of failure that a probe bears. */
function patience({ failureThreshold, periodSeconds }: Probe): number {
  return numberOr(failureThreshold, 3) * numberOr(periodSeconds, 10);
}

function numberOr(value: unknown, preset: number): number {
  return typeof value === 'number' ? value : preset;
}

function isSame(a: Handler, b: Handler): boolean {
  if (isSet(a.httpGet) && isSet(b.httpGet)) {
    return a.httpGet.port === b.httpGet.port && a.httpGet.path === b.httpGet.path && a.httpGet.host === b.httpGet.host;
  }
  if (isSet(a.tcpSocket) && isSet(b.tcpSocket)) return a.tcpSocket.port === b.tcpSocket.port;
  if (isSet(a.grpc) && isSet(b.grpc)) return a.grpc.port === b.grpc.port && a.grpc.service === b.grpc.service;
  if (!isSet(a.exec) || !isSet(b.exec)) return false;
  const command = strings(a.exec.command);
  const other = strings(b.exec.command);
  return command.length > 0 && command.length === other.length && command.every((part, index) => part === other[index]);
}
