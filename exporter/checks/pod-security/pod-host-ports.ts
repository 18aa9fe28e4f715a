import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { quoted, word } from '../text.ts';
import { entries, isSet } from '../subjects/field.ts';

export const podHostPorts = defineCheck({
  id: 'pod-host-ports',
  title: 'Container opens a port of its node',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { pss: ['baseline'], cis: ['5.2.12'], nsa: ['pod-security'] },
  because:
    'A host port is reachable on the address of the node, past Services and often past network policies; it also binds the pod to nodes where the port is free.',
  remedy: 'Remove `hostPort` and publish the port through a Service.',

  subject: container,
  fields: ['ports.hostPort'],
  violatedBy(view) {
    // On the network of the node every port is one of the node: the API server even fills hostPort in.
    if (view.pod.spec.hostNetwork === true) return 'not_applicable';
    let offences: Offence[] | undefined;
    let index = -1;
    for (const port of entries(view.container.ports)) {
      index++;
      if (!port?.hostPort) continue;
      (offences ??= []).push({
        path: `${view.path}.ports[${index}].hostPort`,
        container: view.name,
        part: `${view.name}/ports/${word(port.hostPort)}/${word(port.protocol ?? 'TCP')}`,
        message: `container ${quoted(view.name)}: hostPort is ${quoted(port.hostPort)}`,
      });
    }
    return offences ?? false;
  },
  fix({ container: { ports } }, { path }) {
    const port = entries(ports)[Number(/\[(\d+)\]\.hostPort$/.exec(path)?.[1])];
    if (!isSet(port?.containerPort)) return undefined;
    const { containerPort, protocol = 'TCP' } = port;
    return { ports: [{ containerPort, protocol, hostPort: null }] };
  },

  examples: {
    violating: {
      'a port is opened on the node': { ports: [{ containerPort: 8080, hostPort: 8080 }] },
      'one port of several is': {
        ports: [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53, protocol: 'UDP' }],
      },
    },
    compliant: {
      'ports stay in the pod': { ports: [{ containerPort: 8080 }] },
      'zero means none': { ports: [{ containerPort: 8080, hostPort: 0 }] },
      'null is as good as nothing': { ports: [{ containerPort: 8080, hostPort: null }] },
      'there is no list of ports': { ports: undefined },
      'the list is empty': { ports: [] },
    },
  },
});
