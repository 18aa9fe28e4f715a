import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../checks/define.ts';
import { checks } from '../checks/index.ts';
import { codes, Evaluator } from '../evaluate/evaluator.ts';
import { platformExemptions } from '../evaluate/platform/index.ts';
import { subjecthoodOf } from '../evaluate/subjecthood.ts';
import type { Snapshot } from '../ingest/snapshot/format.ts';
import { readSnapshot } from '../ingest/snapshot/read-snapshot.ts';
import { Inventory } from '../model/inventory.ts';
import type { Observed } from '../model/object.ts';
import { parseVersion } from '../model/version.ts';
import { generated } from './generate.ts';

const folder = import.meta.dirname;
const severities = new Map<string, string>(checks.map(({ id, severity }) => [id, severity]));
const names = ['prod-eu', 'prod-us', 'staging'] as const;
type Name = (typeof names)[number];

/** What became of a recording, each result written `check Kind namespace/name`. */
interface Played {
  readonly snapshot: Snapshot;
  readonly findings: readonly string[];
  readonly exempt: readonly string[];
  readonly unknown: readonly string[];
}

let texts: Readonly<Record<string, string>>;
const played = new Map<Name, Played>();

beforeAll(async () => {
  texts = await generated();
  for (const name of names) {
    const snapshot = await readSnapshot(Readable.from([Buffer.from(texts[`${name}.ndjson`] ?? '')]));
    played.set(name, { snapshot, ...judged(snapshot, snapshot.objects) });
  }
});

describe('the recordings', () => {
  it('are what the builders make', async () => {
    expect(Object.keys(texts)).toEqual(names.map((name) => `${name}.ndjson`));
    for (const [file, text] of Object.entries(texts)) {
      expect(await readFile(join(folder, 'generated', file), 'utf8')).toBe(text);
    }
  });

  it('come out the same every time', async () => {
    expect(await generated()).toEqual(texts);
  });

  it('stay small enough to be read in a diff', () => {
    for (const text of Object.values(texts)) expect(text.length).toBeLessThan(480_000);
  });

  it.each(names)('of %s holds nothing that the reader passes over', (name) => {
    expect(of(name).snapshot.passedOver).toEqual([]);
    expect(of(name).snapshot.events.length).toBeGreaterThan(5);
  });

  it.each(names)('of %s holds no literal secret', (name) => {
    expect(texts[`${name}.ndjson`]).not.toMatch(
      /Winter2019|Mailrelay|erp-prod-2017|ftp-import-1|carrier-2026|Herbst-2016/,
    );
  });

  it.each(names)('of %s gives objects owners that are in it', (name) => {
    const { objects } = of(name).snapshot;
    const uids = new Set(objects.map(({ object }) => object.metadata.uid));
    const strays = objects.flatMap(({ object: { metadata } }) =>
      (metadata.ownerReferences ?? [])
        .filter(({ apiVersion, uid }) => !apiVersion.includes('coreos.com') && !uids.has(uid))
        .map((owner) => `${metadata.name} of ${owner.kind} ${owner.name}`),
    );
    expect(strays).toEqual([]);
  });
});

describe('the fleet', () => {
  it('shows nearly every check failing somewhere', () => {
    const failing = new Set(names.flatMap((name) => of(name).findings.map((finding) => finding.split(' ')[0])));
    expect(failing.size).toBeGreaterThanOrEqual(100);
  });

  it('has a cluster with nothing above medium but what its deployer needs', () => {
    const counted = of('prod-us').findings.filter((finding) => severityOf(finding) !== 'info');
    const worse = counted.filter((finding) => ['critical', 'high'].includes(severityOf(finding)));
    expect(worse).toEqual([
      'rbac-pods-create ClusterRole argocd-manager',
      'rbac-workloads-write ClusterRole argocd-manager',
    ]);
    expect(counted.length).toBeLessThan(12);
  });

  it('has hardened teams without a finding', () => {
    const good = / (?:catalog|identity)\//;
    for (const name of names) {
      const found = of(name).findings.filter((finding) => good.test(finding) && severityOf(finding) !== 'info');
      expect(found).toEqual([]);
    }
  });

  it.each(names)('explains what the platform of %s brings', (name) => {
    const shipped = /(?:aws-node|kube-proxy|coredns|ebs-csi|pdcsi|calico|netd|fluentbit|etcd|kube-apiserver|system:)/;
    const left = of(name).findings.filter((finding) => shipped.test(finding));
    expect(left.filter((finding) => !isLeftToOperators(finding))).toEqual([]);
    expect(of(name).exempt.filter((finding) => shipped.test(finding)).length).toBeGreaterThan(20);
  });

  it('shows on staging that a kind cannot be seen', () => {
    expect(of('staging').snapshot.header.kinds.RoleBinding?.status).toBe('forbidden');
    expect(of('staging').unknown).not.toEqual([]);
    expect(of('prod-eu').unknown).toEqual([]);
  });
});

describe('the page about the fleet', async () => {
  const page = await readFile(join(folder, 'README.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\S+)` +\| `(\w+) (\S+)` +\| (.+?) +\|/gm)].map(
    ([, cluster = '', kind = '', object = '', fails = '']) => ({
      cluster: cluster as Name,
      object: `${kind} ${object}`,
      fails: [...fails.matchAll(/`([\w-]+)`/g)].map(([, check = '']) => check),
    }),
  );

  it.each(rows)('tells the truth about $object of $cluster', ({ cluster, object, fails }) => {
    const { findings } = of(cluster);
    expect(fails.filter((check) => !findings.includes(`${check} ${object}`))).toEqual([]);
    expect(fails.length).toBeGreaterThan(0);
  });

  it('has a row for most of what it could tell', () => {
    expect(rows.length).toBeGreaterThan(35);
  });
});

describe('what happens while it plays', () => {
  it.each([
    [
      'prod-eu',
      14,
      16,
      ['+ pod-privileged Pod legacy/node-debugger-ip-10-42-11-37.eu-central-1.compute.internal-x7k2p'],
    ],
    [
      'prod-eu',
      24,
      26,
      ['- pod-pss-restricted Deployment checkout/promotions', '- pod-run-as-non-root Deployment checkout/promotions'],
    ],
    [
      'prod-eu',
      39,
      41,
      ['- pod-privileged Pod legacy/node-debugger-ip-10-42-11-37.eu-central-1.compute.internal-x7k2p'],
    ],
    ['prod-eu', 149, 151, ['+ svc-loadbalancer-public Service fulfilment/warehouse-sync']],
    ['prod-eu', 209, 211, ['- svc-loadbalancer-public Service fulfilment/warehouse-sync']],
    ['prod-us', 59, 61, ['+ rbac-cluster-admin-binding ClusterRoleBinding break-glass-toolbox']],
    ['prod-us', 89, 91, ['- rbac-cluster-admin-binding ClusterRoleBinding break-glass-toolbox']],
    ['staging', 44, 46, ['+ image-tag-latest Deployment pr-1501/api-mock-1']],
    ['staging', 124, 126, ['- image-tag-latest Deployment pr-1501/api-mock-1']],
  ] as const)('on %s between second %i and %i changes findings', (name, before, after, expected) => {
    const changes = difference(findingsAt(name, before), findingsAt(name, after));
    expect(changes).toEqual(expect.arrayContaining([...expected]));
  });

  it.each(names)('leaves %s with the findings it began with, but for what was fixed', (name) => {
    const fixed = difference(of(name).findings, findingsAt(name, Infinity));
    expect(fixed.filter((change) => !change.endsWith('Deployment checkout/promotions'))).toEqual([]);
  });
});

/** How the control plane and kube-proxy are started is for whoever runs the cluster to say. */
function isLeftToOperators(finding: string): boolean {
  const check = checks.find(({ id }) => finding.startsWith(`${id} `));
  return check?.category === 'control-plane' || check?.category === 'cluster';
}

function severityOf(finding: string): string {
  return severities.get(finding.split(' ')[0] ?? '') ?? 'unknown';
}

function of(name: Name): Played {
  const found = played.get(name);
  if (found === undefined) throw new Error(`${name} was not played`);
  return found;
}

/** What fails once everything up to a second has happened. */
function findingsAt(name: Name, second: number): readonly string[] {
  const { snapshot } = of(name);
  const held = new Map(snapshot.objects.map((observed) => [nameOf(observed), observed]));
  for (const event of snapshot.events) {
    if (event.at > second) break;
    if ('put' in event) held.set(nameOf(event.put), event.put);
    else if ('remove' in event) {
      const { kind, namespace, name: called } = event.remove;
      if (!held.delete([kind, namespace, called].join('/'))) throw new Error(`${called} is removed and not there`);
    }
  }
  return judged(snapshot, [...held.values()]).findings;
}

function nameOf({ kind, object: { metadata } }: Observed): string {
  return [kind, metadata.namespace, metadata.name].join('/');
}

function difference(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((finding) => !before.includes(finding)).map((finding) => `+ ${finding}`),
    ...before.filter((finding) => !after.includes(finding)).map((finding) => `- ${finding}`),
  ].sort();
}

function judged({ header }: Snapshot, objects: readonly Observed[]): Omit<Played, 'snapshot'> {
  const version = parseVersion(header.cluster.version);
  if (version === undefined) throw new Error(`${header.cluster.version} is not a version`);
  const inventory = new Inventory({ version });
  for (const [kind, state] of Object.entries(header.kinds)) {
    inventory.setStatus(kind as keyof typeof header.kinds, state.status, state.reason);
  }
  for (const observed of objects) inventory.put(observed);
  inventory.setNow(Date.parse(header.takenAt));
  // As the exporter chooses them: without what is optional, and without what looks at kinds that it does not read.
  const running = checks.filter(
    (check: Check) => check.optional !== true && check.needs.every((kind) => header.kinds[kind] !== undefined),
  );
  const evaluator = new Evaluator({
    checks: running,
    inventory,
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  const found = { findings: new Set<string>(), exempt: new Set<string>(), unknown: new Set<string>() };
  for (const { kind, object } of objects) {
    if (subjecthoodOf(kind, object, inventory) === 'none') continue;
    const { namespace, name } = object.metadata;
    const about = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
    const { violations, results } = evaluator.evaluate(kind, object);
    for (const { check, exemption } of violations) {
      found[exemption === undefined ? 'findings' : 'exempt'].add(`${running[check]?.id} ${about}`);
    }
    running.forEach(({ id }, index) => {
      if (codes[results[index] ?? 0] === 'unknown') found.unknown.add(`${id} ${about}`);
    });
  }
  return { findings: [...found.findings], exempt: [...found.exempt], unknown: [...found.unknown] };
}
