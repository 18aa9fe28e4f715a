import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workloadKinds, type KindName } from '../model/kinds.ts';
import { partOf, type Offence } from '../model/verdict.ts';
import { judge, judgeExample } from '../testing/judge.ts';
import type { Check } from './define.ts';
import { checkFiles, generated } from './generate.ts';
import { checks } from './index.ts';
import type { Manifest } from './patch.ts';
import { profilesOf } from './profiles.ts';
import { denyAll } from './subjects/network-policy.ts';
import { soundPod } from './subjects/pod.ts';
import { accountNamed } from './subjects/service-account.ts';

const folder = import.meta.dirname;
const all: readonly Check[] = checks;
const namedByTheGuide = new Set(['pod-hostpath-volume', 'rbac-cluster-admin-binding', 'svc-loadbalancer-public']);
/** What a sound pod needs beside it: a policy of its namespace, and its service account. */
const soundSurroundings = [denyAll({}), accountNamed('app', false)];
const podChecks = all.filter(({ kinds }) => kinds.includes('Pod'));

describe('the library', () => {
  it('lists every file of a check, by the name of the file', async () => {
    const files = await checkFiles(folder);
    expect(all.map(({ id, category }) => ({ id, category }))).toEqual(
      files.map(({ id, category }) => ({ id, category })),
    );
  });

  it('keeps every id that was ever published', async () => {
    const published = (await readFile(join(folder, 'published-ids.txt'), 'utf8')).trim().split('\n');
    expect(all.map(({ id }) => id)).toEqual(published);
  });

  it('has current generated files', async () => {
    for (const [path, text] of await generated(folder)) {
      expect(await readFile(join(folder, path), 'utf8'), `${path}: run \`npm run generate\``).toBe(text);
    }
  });

  it('holds the critical checks and the three that the guide names in critical-posture', () => {
    const posture = all.filter((check) => profilesOf(check).includes('critical-posture'));
    expect(posture.map(({ id }) => id)).toEqual(
      all
        .filter(({ id, severity, optional }) => !optional && (severity === 'critical' || namedByTheGuide.has(id)))
        .map(({ id }) => id),
    );
    expect(posture.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'pod-capabilities-dangerous',
        'pod-hostpath-sensitive',
        'pod-hostpath-volume',
        'pod-privileged',
        'pod-runtime-socket',
        'pod-windows-host-process',
        'rbac-anonymous-binding',
        'rbac-authenticated-binding',
        'rbac-cluster-admin-binding',
        'rbac-wildcard-all',
        'svc-loadbalancer-public',
      ]),
    );
  });
});

describe.each(all)('$id', (check) => {
  it('has an example each way', () => {
    const results = new Set(check.examples.map(({ result }) => result));
    expect(results).toContain('fail');
    expect(results).toContain('pass');
  });

  it('speaks in sentences', () => {
    expect(check.title).toMatch(/^[A-Z].*[^.]$/);
    for (const prose of [check.because, check.remedy]) expect(prose).toMatch(/^[A-Z`].*\.$/s);
    for (const { when } of check.examples) expect(when).not.toMatch(/\.$/);
  });

  it('objects to nothing in the sound object of its subject, where nothing else is amiss', () => {
    expect(['pass', 'not_applicable']).toContain(judge(check, [check.sound, ...soundSurroundings]).result);
  });

  it('says where and what, in one line, with a key of its own for each offence', () => {
    for (const example of check.examples) {
      if (example.result !== 'fail') continue;
      const { violations } = judgeExample(check, example);
      for (const { path, message } of violations) {
        expect(path).not.toBe('');
        expect(message).toMatch(/^[^\p{C}]{5,401}$/u);
      }
      expect(new Set(violations.map(partOf)).size).toBe(violations.length);
    }
  });

  it('names its first field in some offence', () => {
    const last = (check.fields[0] ?? '').split('.').at(-1) ?? '';
    const said = failing(check).flatMap(({ path, message }) => [path, message]);
    expect(check.composite || said.some((text) => text.includes(last))).toBe(true);
  });
});

describe('a sound pod where nothing else is amiss', () => {
  it.each(podChecks.filter(({ optional }) => !optional))('passes $id', (check) => {
    expect(['pass', 'not_applicable']).toContain(judge(check, [soundPod({}), ...soundSurroundings]).result);
  });
});

describe.each(podChecks.filter(({ kinds }) => workloadKinds.every((kind) => kinds.includes(kind))))('$id', (check) => {
  // Copies of static pods exist as Pods only.
  const examples = check.examples.filter(({ when }) => when !== 'the pod is the copy of a static one');

  it.each(workloadKinds.filter((kind) => kind !== 'Pod'))('judges the pod of a %s like a Pod', (kind) => {
    for (const example of examples) {
      const [pod, ...others] = example.manifests;
      const wrapped = judgeExample(check, { ...example, manifests: [wrappedIn(kind, pod), ...others] });
      expect(wrapped.result).toBe(example.result);
      const bare = judgeExample(check, example);
      const prefix =
        kind === 'PodTemplate'
          ? 'template.'
          : kind === 'CronJob'
            ? 'spec.jobTemplate.spec.template.'
            : 'spec.template.';
      expect(wrapped.violations.map(({ path }) => path)).toEqual(bare.violations.map(({ path }) => `${prefix}${path}`));
    }
  });
});

function failing(check: Check): readonly Offence[] {
  return check.examples
    .filter(({ result }) => result === 'fail')
    .flatMap((example) => judgeExample(check, example).violations);
}

function wrappedIn(kind: KindName, { metadata, spec }: Manifest): Manifest {
  const { name, namespace, ...inner } = metadata as Readonly<Record<string, unknown>>;
  const template = { metadata: inner, spec };
  const outer = { kind, metadata: { name, namespace } };
  switch (kind) {
    case 'PodTemplate':
      return { apiVersion: 'v1', ...outer, template };
    case 'ReplicationController':
      return { apiVersion: 'v1', ...outer, spec: { template } };
    case 'Job':
      return { apiVersion: 'batch/v1', ...outer, spec: { template } };
    case 'CronJob':
      return { apiVersion: 'batch/v1', ...outer, spec: { jobTemplate: { spec: { template } } } };
    default:
      return { apiVersion: 'apps/v1', ...outer, spec: { template } };
  }
}
