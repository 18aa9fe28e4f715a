import { secretClasses, secretClassOf } from '../../model/secret-class.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { quoted, word } from '../text.ts';
import { entries } from '../subjects/field.ts';

export const secretEnvLiteral = defineCheck({
  id: 'secret-env-literal',
  title: 'Environment variable holds a secret in clear text',
  category: 'secrets',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { nsa: ['secrets'], microsoft: ['credentials-in-configuration'], mitre: ['T1552.001'] },
  because:
    'A value in a manifest is readable for everybody who may read workloads, and stays in Git, in release histories and in the logs of whatever prints its environment.',
  remedy: 'Move the value to a Secret, refer to it with `valueFrom`, and change it: it has been seen.',
  paste: yaml`
    # \`kubectl create secret generic database --from-file=password\` makes the Secret without a manifest.
    spec:
      template:
        spec:
          containers:
            - name: app
              env:
                - name: DB_PASSWORD
                  value: null
                  valueFrom:
                    secretKeyRef:
                      name: database
                      key: password
  `,

  subject: container,
  fields: ['env.value'],
  violatedBy(view) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const variable of entries(view.container.env)) {
      index++;
      const secretClass = secretClassOf(variable?.value);
      if (secretClass === undefined) continue;
      (offences ??= []).push({
        path: `${view.path}.env[${index}].value`,
        container: view.name,
        part: `${view.name}/env/${word(variable?.name)}`,
        message: `container ${quoted(view.name)}: variable ${quoted(variable?.name)} holds ${secretClasses[secretClass]}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the name says so': { env: [{ name: 'DB_PASSWORD', value: 'hunter2-but-longer' }] },
      'the value is a key of Amazon': { env: [{ name: 'CONFIG', value: 'AKIAIOSFODNN7EXAMPLE' }] },
      'an address contains a password': { env: [{ name: 'DATABASE_URL', value: 'postgres://shop:s3cr3t@db/shop' }] },
      'a key has no name that says so, but is random': {
        env: [{ name: 'OPENAI_KEY', value: ['a9K2m4', 'Qx7Lp0Zr', '5Tn8Vw3Y', 'b6Hc1J'].join('') }],
      },
      'an option of a program contains it': {
        env: [{ name: 'JAVA_OPTS', value: '-Xmx1g -Ddb.password=hunter2' }],
      },
      'a document contains it': { env: [{ name: 'CONFIG', value: '{"db":{"password":"hunter2"}}' }] },
      'it is a password that everybody tries first': { env: [{ name: 'DB_PASSWORD', value: 'changeme' }] },
      'it is one of several': {
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'API_TOKEN', value: 'f3b1c9d07a' },
        ],
      },
    },
    compliant: {
      'the value comes from a Secret': {
        env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
      },
      'the value is a path': { env: [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/db' }] },
      'the value refers to another variable': { env: [{ name: 'DB_PASSWORD', value: '$(PGPASSWORD)' }] },
      'the value is a template that is still to be filled in': { env: [{ name: 'DB_PASSWORD', value: '<password>' }] },
      'the value is a switch': { env: [{ name: 'MYSQL_RANDOM_ROOT_PASSWORD', value: 'yes' }] },
      'the name is about a secret': {
        env: [
          { name: 'PASSWORD_MIN_LENGTH', value: '12' },
          { name: 'TOKEN_URL', value: 'https://id.example/token' },
          { name: 'SECRET_NAME', value: 'db' },
        ],
      },
      'the value is an identifier': {
        env: [
          { name: 'CLIENT_ID', value: '6f1c3a52-8d04-4b3e-9a76-2f0e4c1b7d85' },
          { name: 'IMAGE', value: `registry.example/app@sha256:${'4b'.repeat(32)}` },
        ],
      },
      'the value is empty': { env: [{ name: 'DB_PASSWORD', value: '' }] },
      'the value is null': { env: [{ name: 'DB_PASSWORD', value: null }] },
      'the name only resembles one': { env: [{ name: 'TOKENIZER_PATH', value: '/models/tokenizer' }] },
      'there are no variables': { env: undefined },
      'the list is empty': { env: [] },
    },
  },
});
