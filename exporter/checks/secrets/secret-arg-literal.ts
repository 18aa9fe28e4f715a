import { secretClasses, secretClassWithin, type SecretClass } from '../../model/secret-class.ts';
import type { Container, Handler } from '../../model/pod.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { entries, isSet } from '../subjects/field.ts';
import { quoted } from '../text.ts';

export const secretArgLiteral = defineCheck({
  id: 'secret-arg-literal',
  title: 'Command or probe holds a secret in clear text',
  category: 'secrets',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { mitre: ['T1552.001'], microsoft: ['credentials-in-configuration'] },
  because:
    'Arguments are readable for everybody who may read workloads and for every process on the node that sees the process table; they stay in Git, in release histories and in logs.',
  remedy:
    'Move the value to a Secret, let the program read it from a file or, where it cannot, refer to a variable as `$(NAME)`, and change it: it has been seen.',
  paste: yaml`
    # \`kubectl create secret generic database --from-file=password\` makes the Secret without a manifest.
    spec:
      template:
        spec:
          containers:
            - name: app
              command: [/app]
              args: [--password-file=/run/secrets/database/password]
              volumeMounts:
                - name: database
                  mountPath: /run/secrets/database
                  readOnly: true
          volumes:
            - name: database
              secret:
                secretName: database
                defaultMode: 288 # 0440
  `,

  subject: container,
  fields: ['args', 'command', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'],
  violatedBy(view) {
    let offences: Offence[] | undefined;
    for (const place of places) {
      const found = firstIn(place.of(view.container));
      if (found === undefined) continue;
      (offences ??= []).push({
        path: `${view.path}.${place.path}[${found.index}]`,
        container: view.name,
        part: `${view.name}/${place.path}`,
        message: `container ${quoted(view.name)}: ${place.path} holds ${secretClasses[found.secretClass]}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'an option says so': { args: ['serve', '--password=hunter2'] },
      'an option and its value are two arguments': { args: ['--api-token', 'f3b1c9d07a'] },
      'a script sets it': { command: ['sh', '-c', 'export DB_PASSWORD=hunter2; exec app'] },
      'an address contains a password': { args: ['--database', 'postgres://shop:s3cr3t@db/shop'] },
      'a probe sends credentials': {
        livenessProbe: {
          httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: 'Basic c2hvcDpodW50ZXIy' }] },
        },
      },
      'a probe runs with a password': {
        readinessProbe: { exec: { command: ['sh', '-c', 'mysqladmin ping -uroot -phunter2'] } },
      },
      'a startup probe does': { startupProbe: { exec: { command: ['redis-cli', '-a', 'hunter2', 'ping'] } } },
      'a hook does': {
        lifecycle: { preStop: { exec: { command: ['curl', '-u', 'ops:hunter2', 'http://localhost/stop'] } } },
      },
      'a hook sends a key': {
        lifecycle: { postStart: { httpGet: { port: 80, httpHeaders: [{ name: 'X-Api-Key', value: 'f3b1c9d07a' }] } } },
      },
    },
    compliant: {
      'the value is a variable': { args: ['--password=$(DB_PASSWORD)', '--token', '$(TOKEN)'] },
      'the value is in a file': { args: ['--password-file=/run/secrets/db', '--token-file', '/run/secrets/token'] },
      'a script reads it': { command: ['sh', '-c', 'export DB_PASSWORD="$(cat /run/secrets/db)"; exec app'] },
      'a script takes it from the environment': {
        readinessProbe: { exec: { command: ['sh', '-c', 'mysqladmin ping -uroot -p$MYSQL_ROOT_PASSWORD'] } },
      },
      'the option only resembles one': { args: ['--token-ttl=15m', '--max-tokens=4096', '--secret-name=db'] },
      'a header is harmless': {
        livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Host', value: 'shop.example' }] } },
      },
      'there is nothing to run': { command: undefined, args: undefined, livenessProbe: undefined },
      'the lists are null': { command: null, args: null, lifecycle: null, livenessProbe: null },
      'the lists are empty': { command: [], args: [] },
    },
  },
});

interface Place {
  readonly path: string;
  readonly of: (container: Container) => readonly unknown[];
}

/** Everywhere that a container names what is run or sent. */
const places: readonly Place[] = [
  { path: 'command', of: ({ command }) => entries(command) },
  { path: 'args', of: ({ args }) => entries(args) },
  ...callsOf('livenessProbe', ({ livenessProbe }) => livenessProbe),
  ...callsOf('readinessProbe', ({ readinessProbe }) => readinessProbe),
  ...callsOf('startupProbe', ({ startupProbe }) => startupProbe),
  ...callsOf('lifecycle.postStart', ({ lifecycle }) => lifecycle?.postStart),
  ...callsOf('lifecycle.preStop', ({ lifecycle }) => lifecycle?.preStop),
];

function callsOf(path: string, handlerOf: (container: Container) => Handler | undefined): readonly Place[] {
  return [
    { path: `${path}.exec.command`, of: (container) => entries(handlerOf(container)?.exec?.command) },
    { path: `${path}.httpGet.httpHeaders`, of: (container) => entries(handlerOf(container)?.httpGet?.httpHeaders) },
  ];
}

function firstIn(list: readonly unknown[]): { readonly index: number; readonly secretClass: SecretClass } | undefined {
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
    const text = isSet(entry) && typeof entry === 'object' ? (entry as { readonly value?: unknown }).value : entry;
    const secretClass = secretClassWithin(text);
    if (secretClass !== undefined) return { index, secretClass };
  }
  return undefined;
}
