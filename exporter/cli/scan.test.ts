import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReport } from '../contract/scan.ts';
import type { Result, Severity } from '../contract/vocabulary.ts';
import { readText } from '../ingest/manifests/read-manifests.ts';
import { writeSnapshotFile } from '../ingest/snapshot/write-snapshot.ts';
import { createSnapshotWriterSink } from '../ingest/snapshot/writer-sink.ts';
import type { ClusterSource } from '../ingest/sink.ts';
import type { KindName } from '../model/kinds.ts';
import { boundToAccount } from '../checks/access/examples.ts';
import { ingressTo, serviceFor } from '../checks/subjects/exposed.ts';
import { denyAll } from '../checks/subjects/network-policy.ts';
import { containerWith, soundPod } from '../checks/subjects/pod.ts';
import { accountNamed } from '../checks/subjects/service-account.ts';
import { scanCommand } from './scan.ts';
import { exitCodeOf, type ScanDeps } from './scan-run.ts';

const good = JSON.stringify(soundPod({}));
const exposed = soundPod({
  metadata: { labels: { app: 'app' } },
  spec: {
    automountServiceAccountToken: true,
    containers: [containerWith({ securityContext: { privileged: true, allowPrivilegeEscalation: true } })],
  },
});
const bad = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: checkout}}
---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers:
        - {name: app, image: "app:1", securityContext: {privileged: true}}
        - {name: proxy, image: "proxy:1", securityContext: {privileged: true}}
        - {name: quiet, image: "quiet:1"}
`;

let cwd: string;
const files = {
  'good.json': good,
  'bad.yaml': bad,
  'clean.yaml': [good, JSON.stringify(accountNamed('app', false)), JSON.stringify(denyAll({}))].join('\n---\n'),
  'exposed.yaml': [exposed, serviceFor({}), ingressTo('app'), boundToAccount('', 'cluster-admin')]
    .map((manifest) => JSON.stringify(manifest))
    .join('\n---\n'),
  'broken.yaml': `a: [1\n---\n${good}\n`,
  'crd.yaml': 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\n',
  'values.yaml': 'replicas: 3\n',
  'empty.yaml': '',
};
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(cwd, name), content);
});
afterAll(() => rm(cwd, { recursive: true }));

interface Ran {
  readonly code: number | undefined;
  readonly out: string;
}

const live: ScanDeps['openLive'] = () => {
  throw new Error('a live cluster was opened');
};

/** Runs the command line as a person would type it. */
async function plumbline(line: string, more: { stdin?: string; openLive?: ScanDeps['openLive'] } = {}): Promise<Ran> {
  const stdout = new PassThrough();
  const chunks: string[] = [];
  stdout.on('data', (chunk) => chunks.push(String(chunk)));
  let code: number | undefined;
  const command = scanCommand({
    edges: { env: {}, clock: () => 0, random: () => 0 },
    stdin: Readable.from([Buffer.from(more.stdin ?? '')]),
    stdout,
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    setExitCode: (set) => (code = set),
    cwd,
    openLive: more.openLive ?? live,
  });
  await command
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .parseAsync(line.split(' ').filter(Boolean), { from: 'user' });
  return { code, out: chunks.join('') };
}

const json = async (line: string, more = {}): Promise<ScanReport> =>
  JSON.parse((await plumbline(`${line} --output json`, more)).out) as ScanReport;

describe('the exit code', () => {
  it.each<readonly [string, number]>([
    ['good.json', 0],
    ['bad.yaml', 1],
    ['bad.yaml --fail-on none', 0],
    ['good.json broken.yaml', 2],
    ['bad.yaml broken.yaml', 1],
    ['bad.yaml --check pod-privileged --namespace other', 2],
    ['bad.yaml --check pod-host-pid', 0],
    ['bad.yaml --check res-cpu-limit --fail-on low', 1],
    ['bad.yaml --check category:images --fail-on low', 1],
    ['bad.yaml --check ns-psa-enforce-missing', 0],
    ['bad.yaml --check ns-psa-enforce-missing --fail-on medium', 1],
    ['bad.yaml --severity critical', 1],
    ['crd.yaml', 0],
    ['values.yaml', 0],
    ['empty.yaml', 2],
    ['nowhere/', 2],
    ['*.toml', 2],
  ])('of scan %s is %d', async (line, code) => {
    expect((await plumbline(line)).code).toBe(code);
  });

  it('of an empty pipe is 2, and of a clean one 0', async () => {
    expect((await plumbline('-')).code).toBe(2);
    expect((await plumbline('-', { stdin: good })).code).toBe(0);
  });

  it.each([
    ['--output yaml', /--output: "yaml" is not one of table, json, ndjson/],
    ['--severity severe', /--severity: .* critical, high, medium, low, info/],
    ['--fail-on never', /--fail-on: .* none/],
    ['--check pod-privilegd', /--check: .*did you mean pod-privileged\?/],
    ['--check category:imags', /--check: .*did you mean category:images\?/],
    ['--kubernetes-version latest', /write it like 1\.36/],
  ])('for %s is a usage error that says what is accepted', async (line, message) => {
    await expect(plumbline(`good.json ${line}`)).rejects.toThrow(message);
  });
});

describe('the JSON report', () => {
  it('has the published shape', async () => {
    const { results, summary } = await json('bad.yaml --check pod-privileged,ns-psa-enforce-missing');
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
    const failure = (container: string, index: number) => ({
      check: 'pod-privileged',
      result: 'fail',
      severity: 'critical',
      cluster: 'manifests',
      object: owner,
      owner: { ...owner, team: 'checkout' },
      path: `spec.template.spec.containers[${index}].securityContext.privileged`,
      container,
      message: `container "${container}": securityContext.privileged is true`,
      source: { file: 'bad.yaml', line: 6, template: 'shop/templates/web.yaml' },
    });
    expect(results.slice(0, 2)).toEqual([failure('app', 0), failure('proxy', 1)]);
    expect(results[2]).toMatchObject({
      object: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
      source: { file: 'bad.yaml', line: 1 },
    });
    expect(results[2]?.object).not.toHaveProperty('namespace');
    expect(summary).toEqual({
      results: { fail: 2, error: 0, unknown: 0, exempt: 0, pass: 0, not_applicable: 0 },
      failures: { critical: 2, high: 0, medium: 1, low: 0, info: 0 },
      objects: 2,
      unknownKinds: {},
      otherDocuments: 0,
      problems: [],
      clusters: [{ cluster: 'manifests', kubernetesVersion: expect.stringMatching(/^1\.\d+$/), coverage: 1 }],
    });
  });

  it('lists one entry per check and object beside failures with --all, and as many as the summary counts', async () => {
    const { results, summary } = await json('good.json bad.yaml --all');
    const others = results.filter(({ result }) => result !== 'fail');
    const keys = others.map(({ check, object }) => JSON.stringify([check, object]));
    expect(new Set(keys).size).toBe(keys.length);
    for (const result of ['pass', 'not_applicable', 'exempt', 'unknown'] as const) {
      expect(others.filter((one) => one.result === result)).toHaveLength(summary.results[result]);
    }
    expect(summary.results.pass).toBeGreaterThan(20);
  });

  it('comes line by line as NDJSON with the summary last', async () => {
    const { results, summary } = await json('bad.yaml');
    const lines = (await plumbline('bad.yaml --output ndjson')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([...results, { summary }]);
  });

  it('treats every file as a world of its own with --each', async () => {
    await writeFile(join(cwd, 'twice.yaml'), bad);
    const together = await json('bad.yaml twice.yaml bad.yaml --check pod-privileged');
    const apart = await json('bad.yaml twice.yaml --check pod-privileged --each');
    expect(together.results.map(({ cluster }) => cluster)).toEqual(['manifests', 'manifests']);
    expect(apart.results.map(({ cluster }) => cluster)).toEqual(['bad.yaml', 'bad.yaml', 'twice.yaml', 'twice.yaml']);
    expect(apart.summary.clusters.map(({ cluster }) => cluster)).toEqual(['bad.yaml', 'twice.yaml']);
  });

  it('tells of an object whose first definition was not judged', async () => {
    await writeFile(join(cwd, 'other.yaml'), bad.replace('app:1', 'app:2'));
    const { summary } = await json('bad.yaml other.yaml');
    expect(summary.problems).toMatchObject([
      {
        file: 'bad.yaml',
        line: 6,
        message: expect.stringMatching(/Deployment shop\/web is defined again in other.yaml/),
      },
    ]);
    expect((await json('bad.yaml other.yaml --each')).summary.problems).toEqual([]);
  });
});

const { observed } = readText('x.yaml', bad);
const objects = observed.map(({ kind, object }) => ({ kind, object }));

/** A cluster that holds the bad manifests and lets us see all kinds but one. */
const clusterWithout =
  (hidden: KindName | undefined): ScanDeps['openLive'] =>
  (kinds) => {
    const source: ClusterSource = {
      async run(sink) {
        sink.identified({ id: 'uid', version: 'v1.34.2', provider: 'unknown' });
        for (const kind of kinds) {
          sink.replaced(kind, kind === hidden ? [] : objects.filter((one) => one.kind === kind), {
            receivedAt: 0,
            path: 'relist',
          });
          sink.status(kind, kind === hidden ? 'forbidden' : 'synced', kind === hidden ? 'no permission' : undefined);
        }
      },
    };
    return [{ name: 'prod', source, kubectl: ['--context', 'prod'] }];
  };

describe('a live cluster', () => {
  it('is scanned where no path is given, by its own release', async () => {
    const { summary, results } = await json('', { openLive: clusterWithout(undefined) });
    expect(summary.clusters).toMatchObject([{ cluster: 'prod', kubernetesVersion: '1.34', coverage: 1 }]);
    expect(results[0]).not.toHaveProperty('source');
  });

  it('that hides a kind is not clean', async () => {
    const { code, out } = await plumbline('--check netpol-namespace-missing', {
      openLive: clusterWithout('NetworkPolicy'),
    });
    expect(code).toBe(2);
    expect(out).toMatch(/networkpolicies: cannot be seen \(no permission\)/);
    expect(out).toMatch(/plumbline doctor/);
    expect(out).not.toMatch(/stands? true/);
  });

  it('gets a patch that can be pasted', async () => {
    const { out } = await plumbline('--check pod-privileged', { openLive: clusterWithout(undefined) });
    expect(out).toMatch(/^ {4}kubectl patch deployment web -n shop --context prod -p '\{"spec".*\}'$/m);
  });
});

it('a snapshot gives what its cluster gave, and gaps stay gaps', async () => {
  const path = join(cwd, 'prod.ndjson.gz');
  const sink = createSnapshotWriterSink();
  const [cluster] = clusterWithout('NetworkPolicy')(['Namespace', 'Deployment', 'NetworkPolicy', 'Pod']);
  await cluster?.source.run(sink, new AbortController().signal);
  await writeSnapshotFile(path, sink.content('prod', new Date(0)));
  const line = '--check pod-privileged,netpol-namespace-missing';
  const { results, summary } = await json(`prod.ndjson.gz ${line}`.replace('prod', join(cwd, 'prod')));
  expect(results.map(({ check, result, cluster: name }) => [check, result, name])).toEqual([
    ['pod-privileged', 'fail', 'prod'],
    ['pod-privileged', 'fail', 'prod'],
    ['netpol-namespace-missing', 'unknown', 'prod'],
  ]);
  expect(summary.problems.map(({ resource }) => resource)).toContain('networkpolicies');
});

describe('the table', () => {
  it('says the worst first, once for all containers, then groups by owner, then judges', async () => {
    const { out } = await plumbline('bad.yaml --check pod-privileged,ns-psa-enforce-missing');
    expect(out).toMatch(/Worst first\n\n {2}● critical {2}Container runs privileged/);
    expect(out).toMatch(/Deployment shop\/web \(containers app, proxy\), bad.yaml:6 \(shop\/templates\/web.yaml\)/);
    expect(out).toMatch(/Its owner is\s+checkout/);
    expect(out).toMatch(/set spec\.template\.spec\.containers\[name=proxy\]\.securityContext\.privileged to false/);
    expect(out.match(/app, proxy: securityContext\.privileged is true/g)).toHaveLength(1);
    expect(out).toMatch(/\n✗ 2 critical, 1 medium in 2 objects\.\n$/);
  });

  it('is short for a clean world', async () => {
    expect((await plumbline('clean.yaml')).out).toBe('✓ 3 objects stand true.  Score 100 of 100.\n');
  });

  it('tells whole ways of attack before single weaknesses', async () => {
    const { out } = await plumbline('exposed.yaml');
    const titles = [...out.matchAll(/^ {2}● \w+ {2}.* {2}(\S+)$/gm)].map(([, check]) => check);
    expect(new Set(titles.slice(0, 2))).toEqual(new Set(['workload-exposed-node-escape', 'workload-exposed-takeover']));
    expect(titles).toContain('pod-privileged');
    expect(out.replace(/\s+/g, ' ')).toContain('internet → Ingress web → Service app → Pod app → service account app');
  });

  it('lets no escape sequence of a manifest through', async () => {
    const evil = bad.replaceAll('web', '"w\\e[31m\\u202eb"').replaceAll('checkout', '"t\\e[2Jm"');
    const { out } = await plumbline('-', { stdin: evil });
    expect(out).toContain('w\\x1b[31m\\u{202e}b');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
  });

  it('stops after a hundred rows and says how to see the rest', async () => {
    const many = Array.from({ length: 300 }, (_, index) => bad.replaceAll('web', `web-${index}`)).join('---\n');
    const { out } = await plumbline('- --check pod-privileged', { stdin: many });
    expect(out.split('\n').length).toBeLessThan(350);
    expect(out).toMatch(/and 400 more findings: narrow with/);
  });
});

describe('what was not judged', () => {
  const report = (result: Result, severity: Severity): ScanReport => {
    const object = { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'b' };
    const owner = { ...object, team: 'unowned' };
    const zeroes = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
    return {
      results: [{ check: 'c', result, severity, cluster: 'x', object, owner, path: '', message: 'm' }],
      summary: {
        results: { fail: 0, error: 0, unknown: 0, exempt: 0, pass: 0, not_applicable: 0, [result]: 1 },
        failures: result === 'fail' ? { ...zeroes, [severity]: 1 } : zeroes,
        objects: 1,
        unknownKinds: {},
        otherDocuments: 0,
        problems: [],
        clusters: [],
      },
    };
  };

  it.each<readonly [Result, Severity, Severity | 'none', number]>([
    ['error', 'high', 'high', 2],
    ['unknown', 'critical', 'high', 2],
    ['unknown', 'medium', 'high', 0],
    ['unknown', 'critical', 'none', 0],
    ['fail', 'medium', 'medium', 1],
    ['fail', 'medium', 'high', 0],
    ['exempt', 'critical', 'info', 0],
  ])('%s of a %s check with --fail-on %s exits with %d', (result, severity, failOn, code) => {
    expect(exitCodeOf(report(result, severity), failOn)).toBe(code);
  });
});
