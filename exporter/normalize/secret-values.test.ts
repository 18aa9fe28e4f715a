import { describe, expect, it } from 'vitest';
import { redacted, secretClasses, secretClassOf, type SecretClass } from '../model/secret-class.ts';
import { secretIn } from './secret-text.ts';

// Values in the form of each issuer, put together here so that no scanner of this repository takes them for real ones.
const filler = (length: number) => 'a1B2c3D4e5F6g7H8i9J0'.repeat(10).slice(0, length);
const upper = (length: number) => 'A1B2C3D4E5F6G7H8I9J0'.repeat(3).slice(0, length);

const secrets: readonly (readonly [SecretClass, string, string])[] = [
  ['name', 'PASSWORD', 'hunter2'],
  ['name', 'DB_PASSWORD', 'password'],
  ['name', 'PGPASSWORD', 'correct horse'],
  ['name', 'dbPassword', 'hunter2'],
  ['name', 'MYSQL_ROOT_PASSWORD', 'changeme'],
  ['name', 'DB_PASSWORD_2', 'hunter2'],
  ['name', 'ADMIN_PASSWD', 'hunter2'],
  ['name', 'SSH_PASSPHRASE', 'hunter2'],
  ['name', 'SMTP_PASS', 'hunter2'],
  ['name', 'SMTP_PWD', 'hunter2'],
  ['name', 'CLIENT_SECRET', 'f00b4r'],
  ['name', 'SECRET_KEY_BASE', 'f00b4r'],
  ['name', 'secret.key', 'f00b4r'],
  ['name', 'AWS_SECRET_ACCESS_KEY', `${filler(39)}/`],
  ['name', 'VAULT_TOKEN', 'f00b4r'],
  ['name', 'authToken', 'f00b4r'],
  ['name', 'API_KEY', 'f00b4r'],
  ['name', 'apikey', 'f00b4r'],
  ['name', 'X_API_KEY', 'f00b4r'],
  ['name', 'STORAGE_ACCOUNT_KEY', 'f00b4r=='],
  ['name', 'JWT_SIGNING_KEY', 'f00b4r'],
  ['name', 'RABBITMQ_ERLANG_COOKIE', 'f00b4r'],
  ['name', 'DB_CREDENTIALS', 'user:hunter2'],
  ['name', 'PASSWORD', 'super-secret-password'],
  ['jwt', 'SETTING', `eyJ${filler(20)}.eyJ${filler(40)}.${filler(43)}`],
  ['jwt', 'HEADERS', `Authorization: Bearer eyJ${filler(20)}.eyJ${filler(40)}.${filler(43)}`],
  ['jwt', 'LICENCE', `eyJ${filler(20)}.eyJ${'Q'.repeat(9000)}.${filler(43)}`],
  ['aws-access-key', 'AWS_ACCESS_KEY_ID', `AKIA${upper(16)}`],
  ['aws-access-key', 'CONFIG', `{"key":"ASIA${upper(16)}"}`],
  ['private-key', 'PEM', `-----BEGIN RSA PRIVATE KEY-----\n${filler(60)}`],
  ['private-key', 'PEM', `-----BEGIN PRIVATE KEY-----\n${filler(60)}`],
  ['private-key', 'ACCOUNT', `{"private_key":"-----BEGIN PRIVATE KEY-----\\n${filler(60)}"}`],
  ['url-password', 'DATABASE_URL', 'postgres://shop:hunter2@db:5432/shop'],
  ['url-password', 'REDIS', 'redis://:hunter2@cache:6379'],
  ['url-password', 'PROXIES', 'http://a.example, http://u:hunter2@b.example'],
  ['name', 'ODBC', 'Server=db;Database=shop;User Id=sa;Password=hunter2;'],
  ['name', 'DSN', 'host=db user=shop password=hunter2 dbname=shop'],
  ['url-password', 'MYSQL_DSN', 'shop:hunter2@tcp(db:3306)/shop'],
  ['github-token', 'CONFIG', `ghp_${filler(36)}`],
  ['github-token', 'CONFIG', `github_pat_${filler(60)}`],
  ['gitlab-token', 'CONFIG', `glpat-${filler(20)}`],
  ['slack-token', 'CONFIG', `xoxb-${filler(30)}`],
  ['slack-token', 'NOTIFY', `https://hooks.slack.com/services/T${upper(9)}/B${upper(9)}/${filler(24)}`],
  ['google-api-key', 'MAPS', `AIza${filler(35)}`],
  ['azure-key', 'STORAGE', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${filler(60)}==`],
  ['stripe-key', 'BILLING', `sk_live_${filler(24)}`],
  ['service-token', 'NPM', `npm_${filler(36)}`],
  ['service-token', 'MAIL', `SG.${filler(22)}.${filler(43)}`],
];

const harmless: readonly (readonly [string, string])[] = [
  ['LOG_LEVEL', 'debug'],
  ['PASSWORD', ''],
  ['PASSWORD', '   '],
  ['PASSWORD', '$(OTHER)'],
  ['PASSWORD', '${OTHER}'],
  ['PASSWORD', '$OTHER'],
  ['PASSWORD', '{{ .Values.password }}'],
  ['PASSWORD', '<password>'],
  ['PASSWORD', '********'],
  ['PASSWORD_FILE', 'hunter2'],
  ['PASSWORD', '/run/secrets/password'],
  ['DB_PASSWORD_PATH', 'db/password'],
  ['PASSWORD_MIN_LENGTH', 'twelve'],
  ['PASSWORD_RESET_URL', 'reset'],
  ['PASSWORD_POLICY', 'strict'],
  ['ENABLE_PASSWORD', 'true'],
  ['REQUIRE_TOKEN', 'no'],
  ['MAX_TOKEN', '4096'],
  ['MAX_TOKENS', 'unlimited'],
  ['TOKEN', '15m'],
  ['TOKEN', '1h30m'],
  ['TOKEN_TTL', 'P1D'],
  ['TOKEN_ISSUER', 'accounts'],
  ['TOKEN_URL', 'https://id.example/token'],
  ['TOKEN_ENDPOINT', 'id.example'],
  ['TOKENIZER_PATH', '/models/tokenizer'],
  ['TOKENIZERS_PARALLELISM', 'maybe'],
  ['SECRET_NAME', 'db'],
  ['SECRET_NAMESPACE', 'shop'],
  ['SECRET_PROVIDER', 'aws'],
  ['TLS_SECRET', 'shop-tls-secret'],
  ['DB_SECRET', 'db-credentials'],
  ['SECRETS_MANAGER', 'arn:aws:secretsmanager:eu-west-1:1:secret:x'],
  ['DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:1:secret:x'],
  ['DB_PASSWORD', 'vault:secret/data/db#password'],
  ['API_SECRET', 'projects/1/secrets/api/versions/latest'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/var/run/gcp/key.json'],
  ['AWS_SHARED_CREDENTIALS_FILE', 'creds'],
  ['AWS_ACCESS_KEY_ID', 'from-the-instance'],
  ['CORS_ALLOW_CREDENTIALS', 'false'],
  ['CACHE_KEY', 'v7'],
  ['PUBLIC_KEY', filler(40)],
  ['KEY', 'space'],
  ['PARTITION_KEY', 'customer'],
  ['MONKEY', 'business'],
  ['BYPASS', 'cache'],
  ['PASS_THROUGH', 'headers'],
  ['COMPASS', 'north'],
  ['SECRETARY', 'jane'],
  ['DATABASE_URL', 'postgres://db:5432/shop'],
  ['DATABASE_URL', 'postgres://shop@db:5432/shop'],
  ['DATABASE_URL', 'postgres://shop:$(DB_PASSWORD)@db:5432/shop'],
  ['DATABASE_URL', 'postgres://shop:${DB_PASSWORD}@db:5432/shop'],
  ['DATABASE_URL', 'postgres://shop:***@db:5432/shop'],
  ['ODBC', 'Server=db;Password=$(DB_PASSWORD);'],
  ['DOCS', 'see https://example.com/a:b@c'],
  ['CERT', '-----BEGIN CERTIFICATE-----'],
  ['KEY_PEM', '-----BEGIN PUBLIC KEY-----'],
  ['JSON', 'eyJhIjoxfQ'],
  ['ARN', `${upper(3)}AKIA${upper(16)}`],
  ['BUCKET', 'AKIA'],
  ['SLACK_CHANNEL', 'xox-fans'],
];

describe('secretIn', () => {
  it.each(secrets)('finds %s in %s', (secretClass, name, value) => {
    expect(secretIn(name, value)).toBe(secretClass);
  });

  it.each(harmless)('leaves %s=%s alone', (name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
  });

  it.each([
    ['eyJ'.repeat(700_000)],
    ['://'.repeat(700_000)],
    ['a://b:'.repeat(350_000)],
    ['AKIA'.repeat(500_000)],
    [`-----BEGIN ${'A '.repeat(1_000_000)}`],
    ['password='.repeat(200_000)],
    ['/'.repeat(2_000_000)],
    ['1m'.repeat(1_000_000)],
    ['{{'.repeat(1_000_000)],
  ])('reads only the beginning of two megabytes of %#', (value) => {
    const whole = secretIn('VALUE', value);
    expect(secretIn('VALUE', value.slice(0, 524_288))).toBe(whole);
    expect(secretIn(value, 'x')).toBe(secretIn(value.slice(0, 256), 'x'));
  });
});

describe('redacted values', () => {
  it.each(Object.keys(secretClasses) as SecretClass[])('keep only the class %s', (secretClass) => {
    expect(secretClassOf(redacted(secretClass))).toBe(secretClass);
  });

  it.each([undefined, null, 7, '', 'plain', `${redacted('jwt')}x`, redacted('jwt').replace('jwt', 'constructor')])(
    'are not imitated by %j',
    (value) => {
      expect(secretClassOf(value)).toBeUndefined();
    },
  );
});
