import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workloadKinds } from '../model/kinds.ts';
import { isRecord } from '../model/record.ts';
import { judgeExample } from '../testing/judge.ts';
import type { Check, Example } from './define.ts';
import { checks } from './index.ts';
import type { Manifest } from './patch.ts';

const all: readonly Check[] = checks;

/** What decides a finding and its text, whatever the order in which offences are found. */
function verdict(check: Check, example: Example) {
  const { result, violations, reason } = judgeExample(check, example);
  const offences = violations.map(({ path, part, container, message }) => [path, part, container, message].join(' | '));
  return { result, reason, offences: offences.sort() };
}

describe.each(all)('$id', (check) => {
  it('does not depend on the order of keys', () => {
    const salted = fc.tuple(fc.constantFrom(...check.examples), fc.nat());
    fc.assert(
      fc.property(salted, ([example, salt]) => {
        const manifests = changed(example, (manifest) => reordered(manifest, salt) as Manifest);
        expect(verdict(check, { ...example, manifests })).toEqual(verdict(check, example));
      }),
      { numRuns: 2 * check.examples.length },
    );
  });

  it.each(check.examples)('does not depend on fields that it is not about: $when', (example) => {
    const manifests = changed(example, withUnrelatedFields);
    expect(verdict(check, { ...example, manifests })).toEqual(verdict(check, example));
  });
});

function changed(example: Example, change: (manifest: Manifest) => Manifest): Example['manifests'] {
  const [first, ...others] = example.manifests;
  return [change(first), ...others.map(change)];
}

/** The same value with the keys of every mapping in another order. */
function reordered(value: unknown, salt: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => reordered(entry, salt));
  if (!isRecord(value)) return value;
  const rank = (key: string) => createHash('md5').update(`${salt}/${key}`).digest('hex');
  const keys = Object.keys(value).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, reordered(value[key], salt)]));
}

/**
 * A manifest with fields that say nothing of its security. A uid is not among them: it tells that an object is in a
 * cluster, where what is not listed is not there.
 */
function withUnrelatedFields(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  return {
    ...withUnrelatedPodFields(manifest),
    metadata: {
      ...(isRecord(metadata) ? metadata : {}),
      resourceVersion: '4711',
      managedFields: [{ manager: 'kubectl', operation: 'Update', apiVersion: 'v1', fieldsV1: { 'f:spec': {} } }],
    },
  };
}

function withUnrelatedPodFields(manifest: Manifest): Manifest {
  if (!workloadKinds.some((kind) => kind === manifest.kind)) return manifest;
  const inPod = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inPod);
    if (!isRecord(value)) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, inPod(field)]));
    if (typeof value['image'] === 'string') return { ...inner, terminationMessagePath: '/dev/log', stdinOnce: true };
    if (Array.isArray(value['containers'])) return { ...inner, schedulerName: 'other', enableServiceLinks: true };
    return inner;
  };
  return inPod(manifest) as Manifest;
}
