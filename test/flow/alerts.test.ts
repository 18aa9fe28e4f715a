import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiAlert, ApiPage } from '../../exporter/contract/index.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { parseExposition } from '../support/exposition-text.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const minute = 60_000;
const day = 86_400_000;

describe('alerts that reach people', () => {
  let world: Published;
  let listening: Listening;
  const prod = () => {
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is a cluster');
    return cluster;
  };
  const at = (milliseconds: number) => new Date(milliseconds).toISOString();
  const began = Date.UTC(2026, 5, 1);
  const about = {
    check: 'pod-privileged',
    resource_namespace: 'shop',
    resource_kind: 'Deployment',
    resource_name: 'web',
  };

  const post = (path: string, body: unknown) =>
    fetch(listening.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const notification = (alerts: readonly object[]) => ({ version: '4', status: 'firing', receiver: 'x', alerts });
  const alert = (
    fingerprint: string,
    more: { readonly startsAt?: number; readonly endsAt?: number } = {},
    labels = {},
  ) => ({
    status: more.endsAt === undefined ? 'firing' : 'resolved',
    labels: {
      alertname: 'KspmCriticalFindingNew',
      cluster: 'prod',
      severity: 'critical',
      notify: 'page',
      ...about,
      ...labels,
    },
    annotations: { summary: 'A critical finding has just begun.' },
    startsAt: at(more.startsAt ?? began),
    endsAt: more.endsAt === undefined ? '0001-01-01T00:00:00Z' : at(more.endsAt),
    fingerprint,
  });
  const tell = async (...alerts: readonly object[]) => {
    const response = await post('/api/v1/alertmanager', notification(alerts));
    expect(response.status).toBe(200);
    return response.json();
  };
  const judge = (fingerprint: string, body: object) => post(`/api/v1/alerts/${fingerprint}/verdict`, body);
  const list = async (query = '') => {
    const response = await fetch(`${listening.url}/api/v1/alerts${query}`);
    expect([query, response.status]).toEqual([query, 200]);
    return ((await response.json()) as ApiPage<ApiAlert>).items;
  };
  /** What a replica does twice a minute. */
  const pass = async (milliseconds: number) => {
    world.clock.now += milliseconds;
    await world.alerts.refresh(['prod', 'staging']);
    if (world.alerts.hasDue('prod')) await prod().cycle();
    await world.alerts.refresh(['prod', 'staging']);
  };
  const samplesOf = async (family: string) =>
    parseExposition((await world.snapshot()).body('text').toString()).get(family)?.samples ?? [];
  const counted = async () => {
    return Object.fromEntries(
      (await samplesOf('kspm_alert_episodes_total'))
        .filter(({ labels, value }) => labels['cluster'] === 'prod' && value > 0)
        .map(({ labels, value }) => [`${labels['severity']} ${labels['outcome']}`, value]),
    );
  };

  beforeEach(async () => {
    world = published({ names: ['prod', 'staging'] });
    await prod().become([badDeployment('web')]);
    world.clock.now += minute;
    await prod().cycle();
    listening = await world.listen();
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  it('are not said to be none before they have been read', async () => {
    const fresh = published({ names: ['prod'] });
    await fresh.clusters[0]?.become([]);
    const early = await fresh.listen(undefined, { readAlerts: false });
    const ask = () => fetch(`${early.url}/api/v1/alerts`);
    expect((await ask()).status).toBe(503);
    await fresh.alerts.refresh(['prod']);
    expect((await ask()).status).toBe(200);
    await early.close(0);
  });

  it('are remembered once, however often Alertmanager tells of them', async () => {
    expect(await tell(alert('a1'))).toEqual({ remembered: 1, passedOver: 0 });
    await tell(alert('a1'), alert('b2', {}, { cluster: 'nowhere' }), alert('c3', {}, { cluster: undefined }));
    await tell(alert('a1', { endsAt: began + 30 * minute }));
    await tell(alert('a1', { endsAt: began + 30 * minute }));
    await pass(40 * minute);
    expect(await list()).toEqual([
      {
        fingerprint: 'a1',
        startsAt: at(began),
        cluster: 'prod',
        alertname: 'KspmCriticalFindingNew',
        summary: 'A critical finding has just begun.',
        severity: 'critical',
        notify: 'page',
        check: 'pod-privileged',
        object: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        receivedAt: at(began + minute),
        state: 'resolved',
        endsAt: at(began + 30 * minute),
        suggestion: { outcome: 'unclassified', why: 'nothing tells what became of it' },
        judgeBefore: at(began + 30 * minute + 7 * day),
      } satisfies ApiAlert,
    ]);
  });

  it('are not known of before the first is told, and counted from 0 on then', async () => {
    const episodes = () => samplesOf('kspm_alert_episodes_total');
    expect(await episodes()).toEqual([]);
    await tell(alert('a1'));
    await pass(minute);
    expect(new Set((await episodes()).map(({ value }) => value))).toEqual(new Set([0]));
    expect(await episodes()).toHaveLength(3 * 7);
  });

  it('are counted by their verdict, once it cannot be taken back, and a restart counts none twice', async () => {
    await tell(alert('a1', { endsAt: began + 30 * minute }));
    await pass(40 * minute);
    expect((await judge('a1', { outcome: 'actioned', by: 'ann' })).status).toBe(200);
    expect((await judge('a1', { outcome: 'false_positive', by: 'ann', note: 'a test' })).status).toBe(200);
    await pass(14 * minute);
    expect(await counted()).toEqual({});
    await pass(minute);
    expect(await counted()).toEqual({ 'critical false_positive': 1 });
    expect((await list('?outcome=false_positive'))[0]).toMatchObject({
      verdict: { outcome: 'false_positive', by: 'ann', note: 'a test' },
      counted: { outcome: 'false_positive', why: 'ann said so' },
    });
    expect((await judge('a1', { outcome: 'actioned', by: 'ann' })).status).toBe(409);
    // Whoever takes the cluster over reads everything anew.
    prod().session.standDown();
    await prod().cycle();
    await pass(minute);
    await pass(30 * day);
    expect(await counted()).toEqual({ 'critical false_positive': 1 });
  });

  it('are not valid when nobody judged them within a week, whatever they look like', async () => {
    await tell(
      alert(
        'a1',
        { endsAt: began + 5 * minute },
        { alertname: 'KspmScanStale', check: undefined, severity: 'warning' },
      ),
      alert('b2', { endsAt: began + 30 * minute }),
      alert('c3', { startsAt: began + 1, endsAt: began + 30 * minute }, { alertname: 'KspmCriticalFindingsOpen' }),
      alert('d4', { endsAt: began + 5 * minute }, { notify: 'none' }),
    );
    await pass(6 * day);
    expect(await counted()).toEqual({});
    await pass(2 * day);
    expect(await counted()).toEqual({ 'critical duplicate': 1, 'critical unclassified': 1, 'warning flapping': 1 });
  });

  it('of a drill are marked, and neither judged nor counted', async () => {
    const drill = { check: 'plumbline-drill', resource_kind: 'Drill', resource_name: 'drill-1', owner: 'ann' };
    await tell(alert('a1', { endsAt: began + minute }), alert('d1', { endsAt: began + minute }, drill));
    await pass(minute);
    expect((await list('?owner=ann'))[0]).toMatchObject({ drill: true, state: 'resolved' });
    expect((await list('?owner=ann'))[0]).not.toHaveProperty('judgeBefore');
    await judge('a1', { outcome: 'actioned', by: 'ann' });
    expect((await samplesOf('kspm_alert_triage_coverage_ratio'))[0]?.value).toBe(1);
    await pass(8 * day);
    expect(await counted()).toEqual({ 'critical actioned': 1 });
  });

  it('look actioned when their finding is fixed', async () => {
    await tell(alert('a1'));
    world.clock.now += 20 * minute;
    await prod().remove('Deployment', 'shop', 'web');
    await tell(alert('a1', { endsAt: world.clock.now }));
    await pass(minute);
    expect((await list())[0]?.suggestion).toEqual({ outcome: 'actioned', why: 'the object was deleted' });
  });

  it('do not look like what became of another object that is called alike', async () => {
    const others = Array.from({ length: 30 }, (_, index) => badDeployment(`web-${index}`));
    const sets = { ...badDeployment('web'), kind: 'StatefulSet' };
    await prod().become([...others, sets, badDeployment('web')]);
    world.clock.now += minute;
    await prod().cycle();
    const since = world.clock.now;
    await tell(alert('a1', { startsAt: since }), alert('a2', { startsAt: since }, { resource_kind: 'StatefulSet' }));
    world.clock.now += 20 * minute;
    await prod().remove('StatefulSet', 'shop', 'web');
    const endsAt = world.clock.now;
    await tell(
      alert('a1', { startsAt: since, endsAt }),
      alert('a2', { startsAt: since, endsAt }, { resource_kind: 'StatefulSet' }),
    );
    await pass(minute);
    const outcomes = (await list()).map(({ fingerprint, suggestion }) => [fingerprint, suggestion?.outcome] as const);
    expect(outcomes.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ['a1', 'unclassified'],
      ['a2', 'actioned'],
    ]);
  });

  it('have a triage coverage: the share that carries a verdict', async () => {
    const coverage = async () => (await samplesOf('kspm_alert_triage_coverage_ratio'))[0]?.value;
    await tell(alert('a1', { endsAt: began + minute }), alert('b2'));
    await pass(minute);
    expect(await coverage()).toBe(0);
    await tell(alert('b2', { endsAt: began + 20 * minute }));
    await judge('b2', { outcome: 'actioned', by: 'ann' });
    expect(await coverage()).toBe(0.5);
  });

  it.each([
    ['/api/v1/alertmanager', { version: '3', alerts: [] }, 422, 'version'],
    ['/api/v1/alertmanager', notification([{ ...alert('a1'), fingerprint: '../x' }]), 422, 'alerts.0.fingerprint'],
    ['/api/v1/alertmanager', notification([{ ...alert('a1'), labels: ['x'] }]), 422, 'alerts.0.labels'],
    ['/api/v1/alerts/a1/verdict', { outcome: 'fine', by: 'ann' }, 422, 'outcome'],
    ['/api/v1/alerts/a1/verdict', { outcome: 'unclassified', by: 'ann' }, 422, 'actioned, expected'],
    ['/api/v1/alerts/a1/verdict', { outcome: 'actioned' }, 422, 'by'],
    ['/api/v1/alerts/a1/verdict', { outcome: 'actioned', by: 'ann', startsAt: 'now' }, 422, 'startsAt'],
    ['/api/v1/alerts/ff/verdict', { outcome: 'actioned', by: 'ann' }, 404, '/api/v1/alerts'],
  ])('are refused at %s with %j: %i', async (path, body, status, named) => {
    const response = await post(path, body);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(named)]);
    expect(await list()).toEqual([]);
  });

  it('that begin in the year 9999 are passed over, and cost no other', async () => {
    expect(await tell(alert('a1'), alert('a2', { startsAt: Date.UTC(9999, 0) }))).toEqual({
      remembered: 1,
      passedOver: 1,
    });
    expect((await list()).map(({ fingerprint }) => fingerprint)).toEqual(['a1']);
  });

  it('are counted once each when thousands fall due at once', async () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      alert(
        index.toString(16),
        { startsAt: began + index, endsAt: began + 60 * minute },
        { resource_name: `w${index}` },
      ),
    );
    await tell(...many);
    await pass(8 * day);
    for (let round = 0; round < 8; round += 1) await pass(minute);
    const counts = await counted();
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(600);
  });
});
