import { describe, expect, it } from 'vitest';
import type { KindName } from '../model/kinds.ts';
import { secretClassWithin } from '../model/secret-class.ts';
import { certificatePem } from '../testing/certificate.ts';
import { project } from './project.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const metadata = { name: 'x', namespace: 'shop' };

/** What is kept of an object besides its identity. */
function kept(kind: KindName, fields: object) {
  const { apiVersion: _version, kind: _kind, metadata: _meta, ...rest } = project(kind, { metadata, ...fields });
  return rest;
}

const canary = 'cAnArY-4711';
const variable = { name: 'DB_PASSWORD', value: canary };
const call = { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Token ${canary}` }] } };
const run = { exec: { command: ['sh', '-c', `PGPASSWORD=${canary} psql`] } };
const podSpec = {
  containers: [
    {
      name: 'app',
      env: [variable, { name: 'JAVA_OPTS', value: `-Xmx1g -Ddb.password=${canary}` }],
      args: ['--verbose', `--password=${canary}`, '--api-token', canary, `postgres://shop:${canary}@db/shop`],
      livenessProbe: call,
      readinessProbe: run,
      lifecycle: { postStart: run, preStop: call },
    },
  ],
  initContainers: [{ name: 'init', command: ['curl', '-u', `ci:${canary}`, 'https://x.example'], startupProbe: run }],
  ephemeralContainers: [{ name: 'debug', env: [variable] }],
};

const holders: readonly (readonly [string, KindName, object])[] = [
  ['a Pod', 'Pod', { spec: podSpec }],
  ['a CronJob', 'CronJob', { spec: { jobTemplate: { spec: { template: { spec: podSpec } } } } }],
  ['the data of a Secret', 'Secret', { data: { password: base64(canary), 'tls.crt': base64(canary) } }],
  ['the stringData of a Secret', 'Secret', { stringData: { password: canary, [`tls.crt`]: canary } }],
  ['fields of a Secret that do not exist', 'Secret', { password: canary, status: { data: canary } }],
  ['a ConfigMap', 'ConfigMap', { data: { any: canary, 'app.yaml': `a: b\npassword: ${canary}\n` } }],
  ['binaryData of a ConfigMap', 'ConfigMap', { binaryData: { any: base64(`password=${canary}`) } }],
  ['fields of a ConfigMap that do not exist', 'ConfigMap', { password: canary }],
  ['a setting that checks read', 'ConfigMap', { data: { 'ssl-ciphers': `password=${canary}` } }],
];

describe('projection', () => {
  it.each(holders)('leaves no secret in %s', (_, kind, fields) => {
    const text = JSON.stringify(project(kind, structuredClone({ metadata, ...fields })));
    expect(text).not.toContain(canary);
    expect(text).not.toContain(base64(canary).slice(0, -2));
  });

  it.each(holders)('of what was projected before changes nothing, as with %s', (_, kind, fields) => {
    const once = project(kind, structuredClone({ metadata, ...fields }));
    expect(project(kind, structuredClone(once))).toEqual(once);
  });

  it.each([
    [[null, 7, { toString: null }, 'curl', '-u', `a:${canary}`]],
    [['curl', '-u', `a:${canary}`, ['nested'], undefined]],
  ])('takes arguments of any shape: %j', (args) => {
    const text = JSON.stringify(project('Pod', { metadata, spec: { containers: [{ name: 'app', args }] } }));
    expect(text).not.toContain(canary);
  });

  it('keeps the rest of a command', () => {
    const { spec } = project('Pod', { metadata, spec: structuredClone(podSpec) }) as unknown as {
      spec: typeof podSpec;
    };
    const args = spec.containers[0]?.args ?? [];
    expect(args.map((argument) => secretClassWithin(argument) ?? argument)).toEqual([
      '--verbose',
      'name',
      '--api-token',
      'name',
      'url-password',
    ]);
    expect(args[1]).toMatch(/^--password=/);
  });
});

describe('a Secret', () => {
  it('is known by its type and the names of its entries', () => {
    expect(kept('Secret', { data: { b: '', a: 'x' }, stringData: { c: 'y' } })).toEqual({
      type: 'Opaque',
      keys: ['a', 'b', 'c'],
    });
  });

  const wish = {
    notBefore: new Date('2026-01-01T00:00:00.000Z'),
    notAfter: new Date('2026-04-01T00:00:00.000Z'),
    dnsNames: ['shop.example', '*.shop.example'],
  };
  const pem = certificatePem(wish);
  const facts = {
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-04-01T00:00:00.000Z',
    dnsNames: wish.dnsNames,
  };
  const ca = certificatePem({ ...wish, notAfter: new Date('2036-01-01T00:00:00Z'), dnsNames: [] });

  it.each([
    ['in base64', { data: { 'tls.crt': base64(pem) } }],
    ['as text', { stringData: { 'tls.crt': pem } }],
    ['with the chain behind it', { data: { 'tls.crt': base64(pem + ca.repeat(200)) } }],
    ['after a comment', { data: { 'tls.crt': base64(`subject=CN = shop\n${pem}`) } }],
    ['that was read before', { keys: ['tls.crt'], certificate: facts }],
  ])('shows how long its certificate is valid, %s', (_, fields) => {
    expect(kept('Secret', { type: 'kubernetes.io/tls', ...fields })).toMatchObject({ certificate: facts });
  });

  it.each([
    ['no certificate', base64('hello')],
    ['a broken one', base64(pem.replace(/[A-Z]{3}/, '!!!'))],
    ['one that is cut', base64(pem.slice(0, 200))],
    ['a private key', base64(['-----BEGIN', 'PRIVATE', 'KEY-----\nAAAA\n-----END', 'PRIVATE', 'KEY-----'].join(' '))],
    ['no text', 7],
    ['nothing', null],
    ['megabytes of nothing', base64('-----BEGIN CERTIFICATE-----\n'.repeat(100_000))],
  ])('shows none where tls.crt is %s', (_, crt) => {
    expect(kept('Secret', { type: 'kubernetes.io/tls', data: { 'tls.crt': crt } })).toEqual({
      type: 'kubernetes.io/tls',
      keys: ['tls.crt'],
    });
  });

  it.each([
    [{ expiration: base64('2026-05-01T10:00:00Z') }, { expiration: '2026-05-01T10:00:00.000Z', usages: [] }],
    [{ 'usage-bootstrap-authentication': base64('true') }, { usages: ['authentication'] }],
    [{ 'usage-bootstrap-signing': base64('yes'), expiration: base64('tomorrow') }, { usages: [] }],
  ])('that is a bootstrap token says until when and for what: %j', (data, expected) => {
    expect(kept('Secret', { type: 'bootstrap.kubernetes.io/token', data })).toEqual({
      type: 'bootstrap.kubernetes.io/token',
      keys: Object.keys(data).toSorted(),
      ...expected,
    });
  });

  it.each([
    ['data', { data: 'x', keys: null }],
    ['keys', { keys: [1, null, {}] }],
    ['certificate', { keys: [], certificate: { notBefore: 1, notAfter: 'x', dnsNames: 3 } }],
    ['type', { type: 3, data: [] }],
  ])('with garbage for %s is still a Secret', (_, fields) => {
    expect(kept('Secret', fields)).toEqual({ type: 'Opaque', keys: [] });
  });
});

describe('a ConfigMap', () => {
  it('keeps the settings and files that checks read, and no other value', () => {
    const data = { 'allow-snippet-annotations': 'true', 'config.conf': 'mode: ipvs', other: 'value' };
    expect(kept('ConfigMap', { data })).toEqual({
      data: { 'allow-snippet-annotations': 'true' },
      keys: ['allow-snippet-annotations', 'config.conf', 'other'],
    });
    const proxy = { metadata: { name: 'kube-proxy', namespace: 'kube-system' }, data };
    expect(project('ConfigMap', proxy)['data']).toEqual({
      'allow-snippet-annotations': 'true',
      'config.conf': 'mode: ipvs',
    });
  });

  it('says where in it a secret stands', () => {
    const data = {
      DB_PASSWORD: canary,
      'app.properties': `mode=fast\ndb.password=${canary}`,
      'pod.yaml': `env:\n- name: API_TOKEN\n  value: ${canary}\n`,
    };
    expect(kept('ConfigMap', { data })['secrets']).toEqual([
      { key: 'DB_PASSWORD', class: 'name' },
      { key: 'app.properties', class: 'name', line: 2, name: 'db.password' },
      { key: 'pod.yaml', class: 'name', line: 3, name: 'API_TOKEN' },
    ]);
  });

  it('cannot hide a secret by claiming to be projected', () => {
    const fields = { data: { PASSWORD: canary }, keys: [], secrets: [] };
    expect(kept('ConfigMap', fields)['secrets']).toEqual([{ key: 'PASSWORD', class: 'name' }]);
  });

  it('passes over bytes that are no text', () => {
    const bytes = Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(`password=${canary}`)]).toString('base64');
    expect(kept('ConfigMap', { binaryData: { 'app.zip': bytes } })).toEqual({ keys: ['app.zip'] });
  });

  it('with ever so many secrets names the first hundred', () => {
    const data = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`PASSWORD_${index}`, canary]));
    expect(kept('ConfigMap', { data })['secrets']).toHaveLength(100);
  });
});
