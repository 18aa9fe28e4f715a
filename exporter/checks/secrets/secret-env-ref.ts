import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { entries } from '../subjects/field.ts';
import { listed, quoted } from '../text.ts';

export const secretEnvRef = defineCheck({
  id: 'secret-env-ref',
  title: 'Secret reaches its program as an environment variable',
  category: 'secrets',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.4.1'] },
  because:
    'Every child process inherits the environment, and crash reports, debug pages and error trackers print it: the value ends up where nobody guards it, and a changed Secret does not reach a program that runs.',
  remedy: 'Mount the Secret as a volume and let the program read the file, or fetch it from a store of secrets.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              # Instead of the variable that held it, where the program reads such a file.
              env:
                - name: DB_PASSWORD
                  $patch: delete
                - name: DB_PASSWORD_FILE
                  value: /run/secrets/database/password
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
  fields: ['env.valueFrom.secretKeyRef', 'envFrom.secretRef'],
  violatedBy(view) {
    let path: string | undefined;
    let variables: string[] | undefined;
    let index = -1;
    for (const variable of entries(view.container.env)) {
      index++;
      if (!variable?.valueFrom?.secretKeyRef) continue;
      path ??= `${view.path}.env[${index}].valueFrom.secretKeyRef`;
      (variables ??= []).push(quoted(variable.name));
    }
    index = -1;
    for (const source of entries(view.container.envFrom)) {
      index++;
      if (!source?.secretRef) continue;
      path ??= `${view.path}.envFrom[${index}].secretRef`;
      (variables ??= []).push(`all of Secret ${quoted(source.secretRef.name)}`);
    }
    if (path === undefined || variables === undefined) return false;
    const message = `container ${quoted(view.name)} takes variables from Secrets: ${listed(variables)}`;
    return { path, container: view.name, message };
  },

  examples: {
    violating: {
      'a variable comes from a Secret': {
        env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
      },
      'the Secret may be missing': {
        env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password', optional: true } } }],
      },
      'all variables come from a Secret': { envFrom: [{ secretRef: { name: 'db' } }] },
      'it is one of several': {
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        ],
        envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'api' } }],
      },
    },
    compliant: {
      'variables come from a ConfigMap': {
        env: [{ name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }],
        envFrom: [{ configMapRef: { name: 'settings' } }],
      },
      'the Secret is a file': {
        env: [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/db/password' }],
        volumeMounts: [{ name: 'db', mountPath: '/run/secrets/db', readOnly: true }],
      },
      'the reference is null': { env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: null } }] },
      'the source is null': { env: [{ name: 'DB_PASSWORD', valueFrom: null }], envFrom: [{ secretRef: null }] },
      'the lists are empty': { env: [], envFrom: [] },
      'the lists are null': { env: null, envFrom: null },
      'there are no variables': { env: undefined, envFrom: undefined },
    },
  },
});
