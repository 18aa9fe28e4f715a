import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import { isRecord } from '../model/record.ts';
import { observed } from '../testing/world.ts';
import { disclosed } from './disclosed.ts';

const canary = 'cAnArY-4711-x';
/** Told by its form, wherever it stands. */
const token = `ghp_cAnArY4711${'a'.repeat(26)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const manifests = checks.flatMap(({ examples }) => examples.flatMap((example) => example.manifests));

function holds(value: unknown, text: string): boolean {
  return JSON.stringify(value).includes(text);
}

/** Puts canaries wherever a manifest holds what nobody may be shown. */
function planted(manifest: Manifest): Manifest {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  if (copy['kind'] === 'Secret' || copy['kind'] === 'ConfigMap') {
    for (const field of ['data', 'stringData', 'binaryData']) {
      const data = copy[field];
      const keys = isRecord(data) ? Object.keys(data) : ['any', 'tls.crt', 'ssl-protocols', 'kubelet'];
      const value = field === 'binaryData' || copy['kind'] === 'Secret' ? base64(canary) : canary;
      copy[field] = Object.fromEntries(keys.map((key) => [key, value]));
    }
  }
  const metadata = copy['metadata'] as Record<string, unknown>;
  const { annotations } = metadata;
  metadata['annotations'] = {
    ...(isRecord(annotations) && annotations),
    'example.com/api-token': canary,
    'kubectl.kubernetes.io/last-applied-configuration': `{"password":"${canary}"}`,
  };
  return walked(copy) as Manifest;
}

function walked(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(walked);
  if (!isRecord(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walked(inner)]));
  if (typeof copy['image'] !== 'string') return copy;
  const env = Array.isArray(copy['env']) ? (copy['env'] as unknown[]) : [];
  return {
    ...copy,
    env: [
      ...env.map((one) => (isRecord(one) && 'value' in one ? { ...one, value: canary } : one)),
      { name: 'GREETING', value: canary },
      { name: 'DB_PASSWORD', value: canary },
      { name: 'OPTIONS', value: `-Xmx1g -Dname=${canary}` },
    ],
    args: ['--verbose', `--password=${canary}`, '--api-token', canary, `postgres://shop:${canary}@db/shop`],
    command: ['sh', '-c', `export DB_PASSWORD=${canary}; exec app`],
    livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X-Plain', value: canary }] } },
    lifecycle: { preStop: { exec: { command: ['curl', '-u', `ci:${canary}`, 'https://x.example'] } } },
  };
}

const identity = new Set(['apiVersion', 'kind', 'name', 'namespace', 'generateName']);

/** Every text of a manifest but for what names it, as setters of a copy. */
function textsOf(value: unknown, found: ((text: string) => void)[] = []): ((text: string) => void)[] {
  const entries = Array.isArray(value)
    ? (value as unknown[]).map((inner, index) => [String(index), inner] as const)
    : isRecord(value)
      ? Object.entries(value)
      : [];
  for (const [key, inner] of entries) {
    if (typeof inner !== 'string') textsOf(inner, found);
    else if (!identity.has(key)) found.push((text) => void ((value as Record<string, unknown>)[key] = text));
  }
  return found;
}

describe('what people are shown of an object', () => {
  it('has no literal of a variable or header, no content of a Secret or ConfigMap, and no credential of a command', () => {
    for (const manifest of manifests) {
      const { kind, object } = observed(planted(manifest));
      const shown = disclosed(kind, object);
      expect([manifest.kind, holds(shown, canary)]).toEqual([manifest.kind, false]);
      expect([manifest.kind, holds(shown, base64(canary).slice(0, -3))]).toEqual([manifest.kind, false]);
    }
  });

  it('has no secret that is told by its form, in whatever field it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...manifests), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (one, places) => {
        const manifest = structuredClone(one);
        const texts = textsOf(manifest);
        for (const place of places) texts[place % texts.length]?.(token);
        const { kind, object } = observed(manifest);
        expect(holds(disclosed(kind, object), token)).toBe(false);
      }),
      { numRuns: 2_000, seed: 4 },
    );
  });

  it('has no value where the name of its field promises a secret', () => {
    const { kind, object } = observed({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { rules: [{ password: canary }], apiToken: canary },
    });
    expect(holds(disclosed(kind, object), canary)).toBe(false);
  });

  it('keeps what is none, and says in words what was taken out', () => {
    const { kind, object } = observed({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        template: {
          spec: {
            volumes: [{ name: 'cert', secret: { secretName: 'web-tls' } }],
            containers: [
              {
                name: 'app',
                image: 'registry.example/app:1',
                args: ['--verbose', `--password=${canary}`],
                env: [
                  { name: 'PASSWORD', value: canary },
                  { name: 'KEY', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
                ],
              },
            ],
          },
        },
      },
    });
    expect(disclosed(kind, object)).toMatchObject({
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        template: {
          spec: {
            volumes: [{ name: 'cert', secret: { secretName: 'web-tls' } }],
            containers: [
              {
                name: 'app',
                image: 'registry.example/app:1',
                args: ['--verbose', '--password=[redacted: a literal where its name promises a secret]'],
                env: [
                  { name: 'PASSWORD', value: '[redacted: a literal where its name promises a secret]' },
                  { name: 'KEY', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
                ],
              },
            ],
          },
        },
      },
    });
  });
});
