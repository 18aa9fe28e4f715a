import type { KubeObject } from '../../model/object.ts';
import { at, isRecord, records } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { servingPod } from '../subjects/declared-container.ts';
import { entries, isSet } from '../subjects/field.ts';
import { containerWith } from '../subjects/pod.ts';
import type { ContainerView, PodView } from '../subjects/pod-view.ts';
import { asksSomething } from '../subjects/probe.ts';
import { servicesOf } from '../subjects/selection.ts';
import { quoted } from '../text.ts';

const unready = containerWith({ readinessProbe: undefined });

export const relReadinessProbe = defineCheck({
  id: 'rel-readiness-probe',
  title: 'Pod gets requests before it can answer them',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['fault-tolerance'] },
  because:
    'A Service sends requests to a pod as soon as its processes run: at every rollout some fail, and a pod that is overloaded or cut off keeps getting its share.',
  remedy: 'Add a `readinessProbe` to the container that the Service leads to.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              readinessProbe:
                httpGet:
                  path: /readyz
                  port: 8080
                periodSeconds: 5
                timeoutSeconds: 2
                failureThreshold: 3
  `,

  subject: servingPod,
  fields: ['containers.readinessProbe'],
  reads: ['Service'],
  violatedBy(view, world) {
    if (!view.containers.some(mayLack)) return false;
    let offences: Map<string, Offence> | undefined;
    let isServed = false;
    for (const service of servicesOf(view, world)) {
      // Who asks for addresses that are not ready finds peers with them, and readiness changes nothing.
      if (at(service, 'spec', 'publishNotReadyAddresses') === true) continue;
      isServed = true;
      for (const behind of containersBehind(service, view)) {
        if (!mayLack(behind)) continue;
        (offences ??= new Map()).set(behind.name, offence(behind, service));
      }
    }
    return isServed ? [...(offences?.values() ?? [])] : 'not_applicable';
  },

  examples: {
    violating: {
      'the only container has none': given({ spec: { containers: [unready] } }, service()),
      'null is as good as nothing': given(
        { spec: { containers: [containerWith({ readinessProbe: null })] } },
        service(),
      ),
      'it says when to ask, and not what': given(
        { spec: { containers: [containerWith({ readinessProbe: { httpGet: null, periodSeconds: 5 } })] } },
        service(),
      ),
      'the container that the Service leads to has none': given(
        {
          spec: {
            containers: [
              unready,
              containerWith({ name: 'metrics', ports: [{ name: 'metrics', containerPort: 9090 }] }),
            ],
          },
        },
        service(),
      ),
      'the Service leads there by number': given({ spec: { containers: [unready] } }, service({ targetPort: 8080 })),
      'without targetPort the port is meant': given({ spec: { containers: [unready] } }, service({ port: 8080 })),
      'nobody declares the port, and no container has one': given(
        { spec: { containers: [containerWith({ readinessProbe: undefined, ports: undefined })] } },
        service({ port: 8443 }),
      ),
      'the Service names no port': given({ spec: { containers: [unready] } }, service(null)),
    },
    compliant: {
      'the container has one': given({}, service()),
      'another container has none, but no Service leads there': given(
        {
          spec: {
            containers: [
              containerWith({}),
              containerWith({
                name: 'metrics',
                readinessProbe: undefined,
                ports: [{ name: 'metrics', containerPort: 9090 }],
              }),
            ],
          },
        },
        service(),
      ),
      'nobody declares the port, but the pod has one': given(
        {
          spec: {
            containers: [containerWith({}), containerWith({ name: 'other', readinessProbe: undefined, ports: [] })],
          },
        },
        service({ port: 8443 }),
      ),
      'the port is that of a sidecar which has one': given(
        {
          spec: {
            containers: [containerWith({ readinessProbe: undefined, ports: undefined })],
            initContainers: [containerWith({ name: 'proxy', restartPolicy: 'Always' })],
          },
        },
        service(),
      ),
    },
    notApplicable: {
      'no Service leads to it': { spec: { containers: [unready] } },
      'the Service selects other pods': given({ spec: { containers: [unready] } }, service({}, { app: 'other' })),
      'the Service has no selector': given({ spec: { containers: [unready] } }, service({}, null)),
      'the Service publishes what is not ready on purpose': given(
        { spec: { containers: [unready] } },
        service({}, { app: 'app' }, { clusterIP: 'None', publishNotReadyAddresses: true }),
      ),
      'the pod may end': given({ spec: { containers: [unready], restartPolicy: 'Never' } }, service()),
    },
  },
});

/** Init containers that run to their end have no readiness, and ephemeral ones take no probe. */
function runsBeside({ role, container }: ContainerView): boolean {
  return role === 'containers' || (role === 'initContainers' && container.restartPolicy === 'Always');
}

function mayLack(view: ContainerView): boolean {
  return runsBeside(view) && !asksSomething(view.container.readinessProbe);
}

/** The containers that listen where a Service leads; where nobody says so, all of them unless one has a probe. */
function containersBehind(service: KubeObject, pod: PodView): readonly ContainerView[] {
  const running = pod.containers.filter(runsBeside);
  const targets = records(at(service, 'spec', 'ports')).map(({ port, targetPort }) => targetPort || port);
  const listening = running.filter(({ container: { ports } }) =>
    entries(ports).some((port) => isRecord(port) && targets.some((target) => isPort(port, target))),
  );
  if (listening.length > 0) return listening;
  return running.every(mayLack) ? running.slice(0, 1) : [];
}

function isPort({ name, containerPort }: Record<string, unknown>, target: unknown): boolean {
  return isSet(target) && (typeof target === 'string' ? name === target : containerPort === target);
}

function offence({ name, path }: ContainerView, service: KubeObject): Offence {
  return {
    path: `${path}.readinessProbe`,
    container: name,
    message: `container ${quoted(name)}: readinessProbe is not set, and Service ${quoted(service.metadata.name)} leads to it`,
  };
}

function service(port: object | null = {}, selector: object | null = { app: 'app' }, more: object = {}): Manifest {
  const ports = port === null ? undefined : [{ port: 80, targetPort: 'port' in port ? undefined : 'http', ...port }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'app', namespace: 'shop' },
    spec: { selector, ports, ...more },
  };
}
