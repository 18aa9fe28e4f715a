import { secretClasses } from '../../model/secret-class.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { configMap } from '../subjects/configuration.ts';
import { entries } from '../subjects/field.ts';
import { quoted } from '../text.ts';

/** A marker of the redaction is what a forged list could hold; unknown classes are passed over. */
const isKnown = (secretClass: unknown): secretClass is keyof typeof secretClasses =>
  typeof secretClass === 'string' && Object.hasOwn(secretClasses, secretClass);

export const secretConfigmap = defineCheck({
  id: 'secret-configmap',
  title: 'ConfigMap holds a secret in clear text',
  category: 'secrets',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { microsoft: ['credentials-in-configuration'], mitre: ['T1552.001'] },
  because:
    'ConfigMaps are open to everybody with the role `view`, are not encrypted where only Secrets are, and are copied into Git and release histories without a second thought.',
  remedy:
    'Move the value to a Secret, mount that, or let the file refer to a variable; then change the value: it has been seen.',
  paste: yaml`
    # The setting says where the value is, and the value is a file of a Secret that is mounted there.
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: app
      namespace: shop
    data:
      application.yaml: |
        database:
          url: postgres://database.shop.svc:5432/orders
          password-file: /run/secrets/database/password
  `,

  subject: configMap,
  fields: ['data'],
  violatedBy({ secrets }) {
    let offences: Offence[] | undefined;
    let parts: Set<string> | undefined;
    for (const found of entries(secrets)) {
      if (!isKnown(found?.class)) continue;
      const { key, line, name } = found;
      const part = `data/${key}/${name ?? found.class}`;
      if ((parts ??= new Set()).has(part)) continue;
      parts.add(part);
      const where = line === undefined ? '' : `, line ${line}`;
      const setting = name === undefined ? '' : ` (${quoted(name)})`;
      (offences ??= []).push({
        path: `data[${key}]`,
        part,
        message: `data key ${quoted(key)}${where}${setting} holds ${secretClasses[found.class]}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the key says so': { data: { DB_PASSWORD: 'hunter2' } },
      'an address contains a password': { data: { DATABASE_URL: 'postgres://shop:s3cr3t@db/shop' } },
      'a properties file does': {
        data: { 'application.properties': 'server.port=8080\nspring.datasource.password=hunter2\n' },
      },
      'an environment file does': { data: { '.env': 'LOG_LEVEL=info\nAPI_TOKEN=f3b1c9d07a\n' } },
      'a YAML file does': { data: { 'config.yaml': 'db:\n  user: shop\n  password: hunter2\n' } },
      'a JSON file does': { data: { 'config.json': '{"db":{"user":"shop","password":"hunter2"}}' } },
      'an XML file does': { data: { 'config.xml': '<db><password>hunter2</password></db>' } },
      'a file of Redis does': { data: { 'redis.conf': 'port 6379\nrequirepass hunter2\n' } },
      'binary data does': {
        data: undefined,
        binaryData: { 'app.conf': 'cGFzc3dvcmQ9aHVudGVyMgo=' },
      },
      'several do': { data: { 'a.env': 'DB_PASSWORD=hunter2\nAPI_TOKEN=f3b1c9d07a', OTHER_PASSWORD: 'hunter2' } },
    },
    compliant: {
      'values are harmless': { data: { LOG_LEVEL: 'debug', 'app.yaml': 'port: 8080\n' } },
      'a file refers to a variable': {
        data: { 'application.properties': 'spring.datasource.password=${DB_PASSWORD}\n' },
      },
      'a file names another file': { data: { 'config.yaml': 'db:\n  passwordFile: /run/secrets/db\n' } },
      'the name only resembles one': {
        data: { TOKENIZER: 'bert-base', PASSWORD_MIN_LENGTH: '12', TOKEN_URL: 'https://id.example' },
      },
      'a certificate is public': {
        data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
      },
      'a comment explains': { data: { 'app.conf': '# password: the password of the database\nport = 80\n' } },
      'the value is encrypted': { data: { DB_PASSWORD: 'ENC[AES256_GCM,data:c2hvcA==,type:str]' } },
      'the value is empty': { data: { DB_PASSWORD: '' } },
      'bytes are no text': { data: undefined, binaryData: { 'logo.png': 'iVBORw0KGgoAAAANSUhEUgAA' } },
      'there is no data': { data: undefined },
      'data is null': { data: null },
      'data is empty': { data: {} },
    },
  },
});
