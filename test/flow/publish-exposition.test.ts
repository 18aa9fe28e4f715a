import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checks as shippedChecks } from '../../exporter/checks/index.ts';
import type { Check } from '../../exporter/checks/define.ts';
import { Unseen } from '../../exporter/model/world.ts';
import { postureMetrics } from '../../exporter/contract/metrics.ts';
import { metrics, mostSeriesPerCluster, results, severities, type MetricSpec } from '../../exporter/contract/index.ts';
import { checkChunks } from '../../exporter/publish/exposition/families/identity.ts';
import { clusterFamilies } from '../../exporter/publish/exposition/families/index.ts';
import { withoutSource } from '../support/contract-coverage.ts';
import { parseExposition, type ParsedFamily } from '../support/exposition-text.ts';
import { promtool } from '../support/prometheus.ts';
import { badDeployment, published, sla } from '../support/published.ts';
import { skipWithout } from '../tools/find.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Families that describe checks: they do not grow with clusters, and the bound leaves them out. */
const info = new Set([
  'kspm_check_info',
  'kspm_check_framework_info',
  'kspm_cluster_info',
  'kspm_critical_finding_change_info',
]);

async function exposition(from: ReturnType<typeof published>): Promise<ReadonlyMap<string, ParsedFamily>> {
  return parseExposition((await from.snapshot()).body('text').toString());
}

function valueOf(
  families: ReadonlyMap<string, ParsedFamily>,
  { name }: MetricSpec,
  labels: Record<string, string>,
): number | undefined {
  const wanted = Object.entries(labels);
  const found = families
    .get(name)
    ?.samples.filter((sample) => wanted.every(([label, value]) => sample.labels[label] === value));
  if (found !== undefined && found.length > 1) throw new Error(`${found.length} series match`);
  return found?.[0]?.value;
}

/** An alert that fired and ended: its families exist from then on. */
async function tellOfAlert({ alerts, clock }: ReturnType<typeof published>): Promise<void> {
  const labels = { cluster: 'prod', severity: 'critical' };
  const times = { startsAt: clock.now - MINUTE, endsAt: clock.now };
  const alert = { status: 'resolved', labels, annotations: {}, fingerprint: 'a1', ...times } as const;
  await alerts.receive({ version: '4', alerts: [alert], truncatedAlerts: 0 });
  await alerts.refresh(['prod']);
}

/** The same with nothing critical in it, and no container gone. */
function mendedDeployment(name: string): ReturnType<typeof badDeployment> {
  const containers = ['app', 'side'].map((container) => ({ name: container, image: 'a' }));
  return { ...badDeployment(name), spec: { template: { spec: { containers } } } };
}

describe('the exposition', () => {
  it('tells whose findings are open longer than agreed, and who changed what became critical', async () => {
    const world = published({});
    const [cluster] = world.clusters;
    const changed = (name: string, manager: string, team: string) => {
      const { metadata, ...rest } = badDeployment(name, 'shop', team);
      const managedFields = [
        { manager: 'kube-controller-manager', operation: 'Update', time: '2026-06-01T00:02:00Z' },
        { manager, operation: 'Update', time: '2026-06-01T00:01:00Z' },
        { manager: 'helm', operation: 'Update', time: '2026-06-01T00:00:30Z' },
      ];
      return { ...rest, metadata: { ...(metadata as object), managedFields } };
    };
    const teams = Array.from({ length: 12 }, (_, index) => `team-${String(index).padStart(2, '0')}`);
    await cluster?.become(teams.slice(0, 11).map((team) => changed(team, 'kubectl-edit', team)));
    world.clock.now += 3 * DAY;
    await cluster?.put(changed('late', 'argocd-controller', 'team-11'));
    const families = await exposition(world);
    const overdue = (labels: Record<string, string>) => valueOf(families, metrics.ownerFindingsSlaBreached, labels);
    const each = overdue({ owner: 'team-00', severity: 'critical' });
    expect(each).toBeGreaterThan(0);
    expect(overdue({ owner: 'team-07', severity: 'critical' })).toBe(each);
    // Eight owners are named, three are with the rest; nothing of the twelfth is overdue, and high may take a week.
    expect(overdue({ owner: '_other', severity: 'critical' })).toBe(3 * (each ?? 0));
    expect(overdue({ owner: 'team-11' })).toBeUndefined();
    expect(overdue({ severity: 'high' })).toBeUndefined();
    const all = valueOf(families, metrics.findingsSlaBreached, { severity: 'critical' });
    expect(all).toBe(11 * (each ?? 0));

    const changes = families.get(metrics.criticalFindingChange.name)?.samples ?? [];
    expect(changes).toHaveLength(12);
    const of = (name: string) => changes.find(({ labels }) => labels['resource_name'] === name)?.labels;
    expect(of('late')).toMatchObject({ actor: 'automation', manager: 'argocd-controller' });
    const others = changes.filter(({ labels }) => labels['resource_name'] !== 'late');
    expect(new Set(others.map(({ labels }) => `${labels['actor']} ${labels['manager']}`))).toEqual(
      new Set(['human kubectl-edit']),
    );
  });

  it('has every family of the contract that has a source, with its type, help and labels, and no other', async () => {
    const world = published({ namespaces: true });
    const [cluster] = world.clusters;
    await cluster?.become([badDeployment('web')]);
    // Windows have figures once they were watched from end to end.
    world.clock.now += 8 * DAY;
    const managedFields = [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-06-09T00:00:00Z' }];
    const { metadata, ...api } = badDeployment('api');
    await cluster?.put({ ...api, metadata: { ...(metadata as object), managedFields } });
    await cluster?.put(badDeployment('other'));
    await cluster?.put(mendedDeployment('other'));
    await tellOfAlert(world);
    const families = await exposition(world);
    const expected = Object.values<MetricSpec>(postureMetrics).filter(({ name }) => !withoutSource.has(name));
    expect([...families.keys()].sort()).toEqual(expected.map(({ name }) => name).sort());
    for (const { name, type, help, labels } of expected) {
      const family = families.get(name);
      expect(family).toMatchObject({ name, type, help });
      for (const sample of family?.samples ?? []) {
        const own = Object.keys(sample.labels).filter((label) => type !== 'histogram' || label !== 'le');
        expect([sample.name, own]).toEqual([sample.name, [...labels]]);
      }
    }
  });

  it('is the same in OpenMetrics, with counters named without their suffix and a proper end', async () => {
    const world = published({});
    await world.clusters[0]?.become([badDeployment('web')]);
    const snapshot = await world.snapshot();
    const text = parseExposition(snapshot.body('text').toString());
    const openMetrics = snapshot.body('openmetrics').toString();
    expect(openMetrics.endsWith('\n# EOF\n')).toBe(true);
    expect(openMetrics).toContain('# TYPE kspm_finding_transitions counter\n');
    expect(openMetrics).toContain('# UNIT kspm_unsynced_seconds seconds\n');
    const samples = (families: ReadonlyMap<string, ParsedFamily>) =>
      [...families.values()].flatMap((family) => family.samples);
    expect(samples(parseExposition(openMetrics))).toEqual(samples(text));
  });

  it('is told in advance how long it is, and is the same when compressed', async () => {
    const world = published({});
    await world.clusters[0]?.become([badDeployment('web')]);
    const snapshot = await world.snapshot();
    for (const format of ['text', 'openmetrics'] as const) {
      expect(snapshot.bytes()[format]).toBe(snapshot.body(format).length);
      expect(gunzipSync(await snapshot.compressed(format)).equals(snapshot.body(format))).toBe(true);
    }
  });

  it('says nothing of a cluster that is not evaluated but that it exists and is expected', async () => {
    const world = published({
      names: ['waiting'],
      expected: ['waiting', 'nowhere'],
      retired: [{ name: 'gone', reason: 'sold', since: undefined }],
    });
    const families = await exposition(world);
    const samples = [...families.values()]
      .flatMap((family) => family.samples)
      .filter(({ labels }) => 'cluster' in labels);
    expect(samples.map(({ name, labels, value }) => `${name} ${labels['cluster']} ${value}`)).toEqual([
      'kspm_cluster_expected gone 0',
      'kspm_cluster_expected waiting 1',
      'kspm_cluster_expected nowhere 1',
      'kspm_cluster_info waiting 1',
    ]);
  });

  it('shows verdicts, findings and the score as the cluster has them', async () => {
    const exempt = published({
      exempt: (_check, { object }) =>
        object.metadata.namespace === 'kube-system' ? { id: 'x', reason: 'y' } : undefined,
    });
    const [cluster] = exempt.clusters;
    await cluster?.become([badDeployment('proxy', 'kube-system'), badDeployment('web')]);
    const families = await exposition(exempt);
    const check = { check: 'pod-privileged' };
    expect(valueOf(families, postureMetrics.clusterClean, {})).toBe(0);
    expect(valueOf(families, postureMetrics.checkResources, { ...check, status: 'fail' })).toBe(1);
    expect(valueOf(families, postureMetrics.checkResources, { ...check, status: 'pass' })).toBe(0);
    expect(valueOf(families, postureMetrics.findings, { severity: 'critical', state: 'open' })).toBe(2);
    expect(valueOf(families, postureMetrics.findings, { severity: 'critical', state: 'exempt' })).toBe(2);
    expect(valueOf(families, postureMetrics.resources, { severity: 'critical', status: 'exempt' })).toBe(1);
    expect(families.get('kspm_resources')?.samples).toHaveLength(severities.length * results.length);
    const lost = families.get('kspm_score_points_lost')?.samples.reduce((sum, { value }) => sum + value, 0) ?? NaN;
    expect(lost + (valueOf(families, postureMetrics.postureScore, { framework: 'all' }) ?? NaN)).toBeCloseTo(1, 9);
  });

  it('has no score while nothing has a verdict', async () => {
    const world = published({});
    await world.clusters[0]?.become([]);
    const families = await exposition(world);
    expect(families.has('kspm_posture_score_ratio')).toBe(false);
    expect(families.has('kspm_score_points_lost')).toBe(false);
    expect(families.has('kspm_cluster_clean')).toBe(true);
  });

  it('counts remediation, ages and breaches by the clock of the exposition', async () => {
    const world = published({});
    const [cluster] = world.clusters;
    await cluster?.become([]);
    await cluster?.put(badDeployment('web'));
    world.clock.now += 3 * DAY;
    const aged = await exposition(world);
    expect(valueOf(aged, postureMetrics.findingsOpenAge, { severity: 'critical', age: '1d_7d' })).toBe(2);
    expect(valueOf(aged, postureMetrics.findingsSlaBreached, { severity: 'critical' })).toBe(2);
    expect(valueOf(aged, postureMetrics.findingsSlaBreached, { severity: 'high' })).toBe(0);
    await cluster?.put({
      ...badDeployment('web'),
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', image: 'a' },
              { name: 'side', image: 'b' },
            ],
          },
        },
      },
    });
    const fixed = await exposition(world);
    expect(
      valueOf(fixed, postureMetrics.findingTransitions, {
        severity: 'critical',
        transition: 'resolved',
        reason: 'fixed',
      }),
    ).toBe(2);
    const buckets = fixed
      .get('kspm_finding_remediation_seconds')
      ?.samples.filter(({ labels }) => labels['severity'] === 'critical');
    const bucket = (le: string) => buckets?.find(({ labels }) => labels['le'] === le)?.value;
    expect([bucket('172800.0'), bucket('259200.0'), bucket('7.776e+06'), bucket('+Inf')]).toEqual([0, 2, 2, 2]);
    expect(
      fixed.get('kspm_finding_remediation_seconds')?.samples.some(({ labels }) => labels['severity'] === 'info'),
    ).toBe(false);
  });

  it('gives the mean and the median of remediation over windows that were watched from end to end', async () => {
    const world = published({ checks: shippedChecks.filter(({ id }) => id === 'pod-privileged') });
    const [cluster] = world.clusters;
    const figures = async () => {
      const families = await exposition(world);
      const of = (spec: MetricSpec) => families.get(spec.name)?.samples.map(({ labels, value }) => ({ labels, value }));
      return { mean: of(postureMetrics.findingRemediationMean), median: of(postureMetrics.findingRemediationMedian) };
    };
    const labels = { cluster: 'prod', severity: 'critical', window: '7d' };
    await cluster?.become([badDeployment('backlog')]);
    for (const name of ['one', 'two', 'open']) await cluster?.put(badDeployment(name));
    world.clock.now += DAY;
    await cluster?.put(mendedDeployment('one'));
    world.clock.now += 6 * DAY - 1;
    expect(await figures()).toEqual({ mean: undefined, median: undefined });
    world.clock.now += 1;
    // One of three is fixed, and the two others are older than it was.
    expect(await figures()).toEqual({ mean: [{ labels, value: DAY / 1000 }], median: [{ labels, value: Infinity }] });
    await cluster?.put(mendedDeployment('two'));
    const week = (7 * DAY) / 1000;
    expect(await figures()).toEqual({
      mean: [{ labels, value: (DAY / 1000 + week) / 2 }],
      median: [{ labels, value: week }],
    });
    // What comes back within minutes was not fixed; how the backlog ends says nothing of how long fixing takes.
    world.clock.now += MINUTE;
    await cluster?.put(badDeployment('two'));
    await cluster?.put(mendedDeployment('backlog'));
    expect(await figures()).toEqual({ mean: [{ labels, value: DAY / 1000 }], median: [{ labels, value: Infinity }] });
    // Only the fix has left the window, not what is still open.
    world.clock.now += 2 * DAY;
    expect(await figures()).toEqual({ mean: undefined, median: [{ labels, value: Infinity }] });
  });

  it('names an object once for several of its containers, since the newest of them', async () => {
    const world = published({});
    const [cluster] = world.clusters;
    const [app, side] = [{ privileged: false }, { privileged: true }].map((securityContext, index) => ({
      name: index === 0 ? 'app' : 'side',
      image: 'a',
      securityContext,
    }));
    await cluster?.become([]);
    const deployment = badDeployment('web');
    await cluster?.put({ ...deployment, spec: { template: { spec: { containers: [app, side] } } } });
    world.clock.now += DAY;
    await cluster?.put(deployment);
    const since = (await exposition(world)).get('kspm_critical_finding_since_timestamp_seconds')?.samples;
    expect(since).toHaveLength(1);
    expect(since?.[0]).toMatchObject({
      labels: { resource_name: 'web', owner: 'storefront' },
      value: world.clock.now / 1000,
    });
  });

  it('tells a critical finding of the backlog from one that is new', async () => {
    const world = published({});
    const [cluster] = world.clusters;
    await cluster?.become([badDeployment('old')]);
    world.clock.now += DAY;
    await cluster?.put(badDeployment('young'));
    const since = (await exposition(world)).get('kspm_critical_finding_since_timestamp_seconds')?.samples;
    const reasons = since?.map(({ labels }) => [labels['resource_name'], labels['reason']]);
    expect(reasons?.sort()).toEqual([
      ['old', 'baseline'],
      ['young', 'new'],
    ]);
  });

  it('round-trips names that are made to break it', async () => {
    const hostile = [
      'a"b',
      'back\\slash',
      'line\nbreak',
      'x"} 1\nkspm_cluster_clean{cluster="prod"} 1\n#',
      '\r\t\u0001\u2028',
      'end\\',
    ];
    const world = published({});
    await world.clusters[0]?.become(hostile.map((name) => badDeployment(name)));
    const since = (await exposition(world)).get('kspm_critical_finding_since_timestamp_seconds')?.samples;
    expect(since?.map(({ labels }) => labels['resource_name']).sort()).toEqual([...hostile].sort());
  });

  /** Checks that ship; where more are asked for, copies under other ids. */
  function manyChecks(count: number): readonly Check[] {
    return Array.from({ length: count }, (_, index) => {
      const check = shippedChecks[index % shippedChecks.length] as Check;
      return index < shippedChecks.length ? check : { ...check, id: `${check.id}-${index}`, composite: false };
    });
  }

  function seriesOf(families: ReadonlyMap<string, ParsedFamily>): number {
    let series = 0;
    for (const [name, { samples }] of families) if (!info.has(name)) series += samples.length;
    return series;
  }

  it('stays within its bound of series per cluster with 240 checks and 5,000 failing objects', async () => {
    const world = published({ checks: manyChecks(240) });
    const objects = Array.from({ length: 5_000 }, (_, index) =>
      badDeployment(`web-${index}`, `ns-${index % 50}`, `team-${index % 90}`),
    );
    await world.clusters[0]?.become(objects);
    const families = await exposition(world);
    expect(seriesOf(families)).toBeGreaterThan(500);
    expect(seriesOf(families)).toBeLessThanOrEqual(mostSeriesPerCluster);
    const owners =
      families.get('kspm_owner_findings')?.samples.filter(({ labels }) => labels['severity'] === 'critical') ?? [];
    expect(owners).toHaveLength(21);
    const open = valueOf(families, postureMetrics.findings, { severity: 'critical', state: 'open' });
    expect(owners.reduce((sum, { value }) => sum + value, 0)).toBe(open);
    expect(families.get('kspm_critical_finding_since_timestamp_seconds')?.samples).toHaveLength(100);
    expect(world.dropped.get('kspm_critical_finding_since_timestamp_seconds')).toBeGreaterThan(4_000);
  }, 120_000);

  it('stays within its bound when every one of 240 checks fails, passes and cannot tell at once', async () => {
    const template = shippedChecks.find(({ id }) => id === 'pod-privileged') as Check;
    const checks = Array.from({ length: 240 }, (_, index): Check => {
      const like = shippedChecks[index % shippedChecks.length] as Check;
      return {
        ...template,
        id: index < shippedChecks.length ? like.id : `check-${index}`,
        frameworks: like.frameworks,
        severity: severities[index % severities.length] ?? 'info',
        judge({ object: { metadata } }) {
          const verdict = metadata.labels?.['verdict'];
          if (verdict === 'unknown') throw new Unseen('Its file cannot be seen.');
          return verdict === 'fail' ? [{ path: 'spec', message: 'spec is wrong' }] : [];
        },
      };
    });
    const world = published({ checks });
    const [cluster] = world.clusters;
    const judgedAs = (verdict: string, index: number) => {
      const metadata = { name: `web-${index}`, namespace: 'shop', labels: { team: `team-${index}`, verdict } };
      return { ...badDeployment('web'), metadata };
    };
    await cluster?.become([]);
    for (let index = 0; index < 180; index++) {
      await cluster?.put(judgedAs(['fail', 'pass', 'unknown'][index % 3] ?? '', index));
    }
    world.clock.now += 91 * DAY;
    await cluster?.put(judgedAs('pass', 0));
    await tellOfAlert(world);
    const families = await exposition(world);
    expect(families.get('kspm_finding_remediation_mean_seconds')?.samples).toHaveLength(12);
    expect(families.get('kspm_finding_remediation_median_seconds')?.samples).toHaveLength(12);
    expect(families.get('kspm_owner_findings')?.samples).toHaveLength(42);
    expect(families.get('kspm_owner_findings_sla_breached')?.samples).toHaveLength(4 * 9);
    expect(families.get('kspm_alert_episodes_total')?.samples).toHaveLength(3 * 7);
    expect(seriesOf(families)).toBeLessThanOrEqual(mostSeriesPerCluster);
    expect(seriesOf(families)).toBeGreaterThan(0.9 * mostSeriesPerCluster);

    const resources = families.get('kspm_check_resources')?.samples ?? [];
    const unknown = resources.filter(({ labels }) => labels['status'] === 'unknown');
    // Nothing is lost but by which check: sums over a severity stay whole, and critical checks are told first.
    for (const severity of severities) {
      const own = unknown.filter(({ labels }) => labels['severity'] === severity);
      expect(own.reduce((sum, { value }) => sum + value, 0)).toBe((240 / severities.length) * 60);
    }
    const named = unknown.filter(({ labels }) => labels['check'] !== '_other');
    expect(named).toHaveLength(10);
    expect(new Set(named.map(({ labels }) => labels['severity']))).toEqual(new Set(['critical']));
    for (const status of ['fail', 'pass']) {
      expect(resources.filter(({ labels }) => labels['status'] === status)).toHaveLength(240);
    }
    const lost = families.get('kspm_score_points_lost')?.samples ?? [];
    expect(lost).toHaveLength(11);
    const score = valueOf(families, postureMetrics.postureScore, { framework: 'all' }) ?? NaN;
    expect(lost.reduce((sum, { value }) => sum + value, score)).toBeCloseTo(1, 9);
  }, 120_000);

  it('has no series of a check that nothing in the cluster concerns, and zeros once something does', async () => {
    const world = published({});
    const [cluster] = world.clusters;
    await cluster?.become([]);
    const before = await exposition(world);
    expect(before.get('kspm_check_resources')?.samples ?? []).toEqual([]);
    await cluster?.put(badDeployment('web'));
    const after = await exposition(world);
    expect(valueOf(after, postureMetrics.checkResources, { check: 'pod-host-pid', status: 'fail' })).toBe(0);
    expect(valueOf(after, postureMetrics.checkResources, { check: 'svc-nodeport', status: 'fail' })).toBeUndefined();
    expect(valueOf(after, postureMetrics.checkResources, { check: 'pod-host-pid', status: 'unknown' })).toBeUndefined();
  });

  it('joins checks that run with the controls that they answer, also those of variants', async () => {
    const world = published({ checks: shippedChecks.filter(({ id }) => id === 'pod-privileged') });
    await world.clusters[0]?.become([badDeployment('web')]);
    const families = await exposition(world);
    const joins = families.get('kspm_check_framework_info')?.samples.map(({ labels }) => labels) ?? [];
    expect(new Set(joins.map(({ check }) => check))).toEqual(new Set(['pod-privileged']));
    for (const [framework, control] of [
      ['cis', '5.2.2'],
      ['eks', '4.2.1'],
      ['aks', '4.2.1'],
      ['pss', 'baseline'],
      ['pss', 'restricted'],
    ]) {
      expect(joins).toContainEqual({ check: 'pod-privileged', framework, control });
    }
    expect(valueOf(families, postureMetrics.postureScore, { framework: 'eks' })).toBe(0);
    expect(valueOf(families, postureMetrics.postureScore, { framework: 'gke' })).toBeUndefined();
  });

  it('is clean for promtool', async ({ skip }) => {
    if (skipWithout('promtool check metrics', ['promtool'])) skip();
    const world = published({ namespaces: true, names: ['a', 'b"\\\n'] });
    for (const cluster of world.clusters) await cluster.become([badDeployment('web'), badDeployment('x\ny')]);
    const result = await promtool(['check', 'metrics'], (await world.snapshot()).body('text').toString());
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});

describe('families', () => {
  it('are declared once each', () => {
    const names = [
      ...clusterFamilies({
        sla,
        retentionMs: 400 * DAY,
        namespaces: true,
        frameworks: [],
        drills: { openAt: () => [] },
        alerts: { counts: () => undefined, triageCoverage: () => undefined },
      }),
      ...checkChunks(shippedChecks, []),
    ].map(({ spec }) => spec.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
