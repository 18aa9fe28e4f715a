import { isRecord, records } from '../../model/record.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { entries } from '../subjects/field.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { servicesOf } from '../subjects/selection.ts';
import { quoted, word } from '../text.ts';

const sshPorts: ReadonlySet<unknown> = new Set([22, 2222]);

export const podSshPort = defineCheck({
  id: 'pod-ssh-port',
  title: 'Pod runs an SSH server',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { microsoft: ['ssh-server'], mitre: ['T1133'] },
  because:
    'Whoever holds a key or guesses a password has a shell in the container, past the API server: no role allows it, no audit log tells of it, and no revoked account ends it.',
  remedy: 'Remove the SSH server and use `kubectl exec`, which Kubernetes authorizes and records.',

  subject: pod,
  fields: ['containers.ports.containerPort', 'Service.spec.ports'],
  reads: ['Service'],
  violatedBy: (view, world) => declaredPorts(view) ?? publishedPorts(view, world) ?? false,

  examples: {
    violating: {
      'a container listens on its port': { spec: { containers: [containerWith({ ports: [{ containerPort: 22 }] })] } },
      'it is the port that is used instead': {
        spec: { containers: [containerWith({ ports: [{ containerPort: 8080 }, { containerPort: 2222 }] })] },
      },
      'a sidecar listens there': {
        spec: {
          initContainers: [
            containerWith({ name: 'shell', restartPolicy: 'Always', ports: [{ containerPort: 22, protocol: 'TCP' }] }),
          ],
        },
      },
      'a Service leads there although no container says so': given({}, service({ port: 22000, targetPort: 22 })),
      'a Service publishes the port under its own number': given({}, service({ port: 22, targetPort: 8022 })),
      'a Service without targetPort means the same number': given({}, service({ port: 2222 })),
    },
    compliant: {
      'no port of a container is one': { spec: { containers: [containerWith({ ports: [{ containerPort: 8080 }] })] } },
      'UDP is no SSH': { spec: { containers: [containerWith({ ports: [{ containerPort: 2222, protocol: 'UDP' }] })] } },
      'no port is declared': { spec: { containers: [containerWith({ ports: undefined })] } },
      'the list is null': { spec: { containers: [containerWith({ ports: null })] } },
      'a Service publishes another port': given({}, service({ port: 443, targetPort: 8080 })),
      'the Service selects other pods': given({}, service({ port: 22 }, { app: 'other' })),
      'the Service is of another namespace': given({}, service({ port: 22 }, { app: 'app' }, 'other')),
      'the Service has no selector': given({}, service({ port: 22 }, null)),
      'the Service leads over UDP': given({}, service({ port: 22, protocol: 'UDP' })),
    },
  },
});

function declaredPorts(view: PodView): Offence[] | undefined {
  let offences: Offence[] | undefined;
  for (const { container, path, name } of view.containers) {
    let index = -1;
    for (const port of entries(container.ports)) {
      index++;
      if (!sshPorts.has(port?.containerPort) || !isTcp(port?.protocol)) continue;
      (offences ??= []).push({
        path: `${path}.ports[${index}].containerPort`,
        container: name,
        part: `${name}/ports/${word(port?.containerPort)}`,
        message: `container ${quoted(name)}: containerPort is ${quoted(port?.containerPort)}, the port of SSH`,
      });
    }
  }
  return offences;
}

function publishedPorts(view: PodView, world: World): Offence[] | undefined {
  let offences: Offence[] | undefined;
  for (const service of servicesOf(view, world)) {
    const port = sshPortOf(service);
    if (port === undefined) continue;
    const { name } = service.metadata;
    (offences ??= []).push({
      path: view.path,
      part: `services/${name}`,
      message: `Service ${quoted(name)} publishes port ${quoted(port['port'])}, which leads to SSH`,
    });
  }
  return offences;
}

function sshPortOf({ spec }: KubeObject): Record<string, unknown> | undefined {
  return records(isRecord(spec) ? spec['ports'] : undefined).find(
    (port) => (sshPorts.has(port['port']) || sshPorts.has(port['targetPort'])) && isTcp(port['protocol']),
  );
}

function isTcp(protocol: unknown): boolean {
  return !protocol || protocol === 'TCP';
}

function service(port: object, selector: object | null = { app: 'app' }, namespace = 'shop'): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'app', namespace }, spec: { selector, ports: [port] } };
}
