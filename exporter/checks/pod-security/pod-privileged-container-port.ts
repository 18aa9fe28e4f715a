import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { entries } from '../subjects/field.ts';
import { quoted, word } from '../text.ts';

export const podPrivilegedContainerPort = defineCheck({
  id: 'pod-privileged-container-port',
  title: 'Container listens on a port of root',
  category: 'pod-security',
  risk: { impact: 'operations', ease: 'contributing' },
  optional: true,
  frameworks: {},
  because:
    'On many nodes a program needs root or a capability to listen below 1024, which is why images that do are often run as root.',
  remedy: 'Let the program listen above 1023; a Service may still publish it under the lower number.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              # A Service publishes it under the lower number: port 80, targetPort http.
              ports:
                - name: http
                  containerPort: 8080
  `,

  subject: container,
  fields: ['ports.containerPort'],
  violatedBy(view) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const port of entries(view.container.ports)) {
      index++;
      const number: unknown = port?.containerPort;
      if (typeof number !== 'number' || number <= 0 || number >= 1024) continue;
      (offences ??= []).push({
        path: `${view.path}.ports[${index}].containerPort`,
        container: view.name,
        part: `${view.name}/ports/${number}/${word(port?.protocol ?? 'TCP')}`,
        message: `container ${quoted(view.name)}: containerPort is ${number}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a port is below 1024': { ports: [{ containerPort: 80 }] },
      'it is one of several': { ports: [{ containerPort: 8080 }, { containerPort: 1023, protocol: 'UDP' }] },
    },
    compliant: {
      'every port is above': { ports: [{ containerPort: 1024 }, { containerPort: 8080 }] },
      'no port is declared': { ports: undefined },
      'the list is empty': { ports: [] },
      'the list is null': { ports: null },
    },
  },
});
