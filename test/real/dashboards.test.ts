import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, recorded } from '#contract';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { prometheusGroups, ruleFile } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { pages } from '../../dashboards/pages/index.ts';
import { panelsOf, type Page } from '../../dashboards/pages/page.ts';
import { readsPrometheus, refIdOf, type DataPanel, type Query } from '../../dashboards/panels/panel.ts';
import { interpolated } from '../dashboards/interpolated.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { httpRequestText } from '../support/http.ts';
import { waitUntil } from '../support/process.ts';
import { startPrometheus, type Prometheus, type PrometheusSample } from '../support/prometheus.ts';
import { skipWithout } from '../tools/find.ts';

type Labels = Readonly<Record<string, string>>;

const fromFiles = 'the demo plays recordings, so no API server is asked';
const notBuilt = 'what delivers it is not built yet';
const young = 'the demo is a minute old';
const quiet = 'nothing of the kind happens in the demo';

/** Panels that are empty on the demo, with the reason; all others have data. */
const empty: Readonly<Record<string, string>> = {
  'admission-rejects': fromFiles,
  'api-bytes': fromFiles,
  'api-errors': fromFiles,
  'api-latency': fromFiles,
  'api-requests': fromFiles,
  'clock-skew': fromFiles,
  relists: fromFiles,
  'watch-canary': fromFiles,
  'watch-restarts': fromFiles,
  enforcement: notBuilt,
  evidence: notBuilt,
  'exploit-indicators': notBuilt,
  'figure-m10-iac': notBuilt,
  'figure-m5-enforcement': notBuilt,
  'figure-m6-evidence': notBuilt,
  iac: notBuilt,
  'alert-quality': young,
  'budget-over-time': young,
  budgets: young,
  'burn-over-time': young,
  'figure-m3-remediation': young,
  'figure-m7-alert-validity': young,
  'figure-m9-score': young,
  'fleet-budget-left': young,
  mttr: young,
  'mttr-median': young,
  'score-deltas': young,
  triage: young,
  'permission-gaps': quiet,
  'scan-errors': quiet,
  'series-dropped': quiet,
  'tickets-firing': quiet,
};

/** Columns without a value on the demo, with the reason; all others have one. */
const emptyColumns: Readonly<Record<string, string>> = {
  'budget-spent-by: A': young,
  'budget-spent-by: framework': notBuilt,
  'budget-spent-by: source': notBuilt,
  'cluster-health: F': quiet,
  // What may not be read has never been heard of.
  'out-of-sync: B': quiet,
  'replicas: D': 'the demo has no store on a disk',
  'slo-table: B': young,
  'slo-table: C': young,
  'slo-table: E': young,
  'teams-now: C': young,
};

/** Labels of each series that a query gives, those that are NaN throughout left out: Grafana shows nothing of them. */
async function answerTo(prometheus: Prometheus, { instant }: Query, expr: string): Promise<readonly Labels[]> {
  if (instant === true)
    return (await prometheus.query(expr)).filter(({ value }) => !Number.isNaN(value)).map(({ labels }) => labels);
  return (await prometheus.queryRange(expr, 60, 5))
    .filter(({ points }) => points.some(([, value]) => !Number.isNaN(value)))
    .map(({ labels }) => labels);
}

function severitiesOf(samples: readonly PrometheusSample[]): readonly string[] {
  return samples.map(({ labels }) => labels['severity'] ?? '').toSorted();
}

/** Tells of a deploy, as a pipeline does. */
async function announce(url: string): Promise<void> {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const body = { changeId: 'CHG-1', clusters: ['prod-eu'], who: 'release-bot', reason: 'a test', until };
  const { status, body: said } = await httpRequestText(`${url}/api/v1/deploy-windows`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`${status} ${said}`);
}

describe.skipIf(skipWithout('queries of dashboards on a real Prometheus', ['prometheus']))('a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-dashboards-'));
  let exporter: ExporterProcess;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const values = loadValues();
    const groups = prometheusGroups(catalogueOf(values).groups, values.links);
    const rules = join(folder, 'rules.yaml');
    // What is recorded every minute or two is recorded every few seconds here; windows stay as they are.
    writeFileSync(rules, ruleFile(groups.map((group) => ({ ...group, interval: '3s' }))));
    const owners = join(folder, 'owners.yaml');
    const contact = {
      slack: '#platform',
      escalation: 'platform on call',
      runbook: 'https://runbooks.example/platform',
    };
    writeFileSync(owners, stringify({ teams: { platform: contact } }));
    exporter = await startServe({ demo: true, env: { PLUMBLINE_OWNERS_FILE: owners } });
    await announce(exporter.url);
    const job = (name: string, url: string) => ({
      job_name: name,
      static_configs: [{ targets: [new URL(url).host] }],
    });
    prometheus = await startPrometheus({
      targets: [],
      scrapeInterval: '2s',
      extraConfig: {
        scrape_configs: [job('plumbline', exporter.url), job('plumbline-self', exporter.selfUrl)],
        rule_files: [rules],
      },
    });
    const ready = [
      `sum(increase(${metrics.findingTransitions.name}{reason="fixed"}[1m])) > 0`,
      `sum(${recorded.changeLate.name}) >= 0`,
      `sum(${recorded.changeToResultP95.name}) >= 0`,
      `count(${recorded.sloCurrentBurn.name})`,
    ];
    await waitUntil(
      'the demo has fixed something, and rules have seen it',
      async () => {
        const [seen] = await prometheus.query(ready.join(' and on () '));
        return seen !== undefined;
      },
      { timeoutMs: 150_000, intervalMs: 500 },
    );
  }, 200_000);

  afterAll(async () => {
    await prometheus.stop();
    await exporter.stop();
    rmSync(folder, { recursive: true });
  });

  const panels = new Map<string, readonly [DataPanel, Page]>(
    pages.flatMap((page) =>
      panelsOf(page)
        .filter(readsPrometheus)
        .map((panel) => [panel.id, [panel, page] as const]),
    ),
  );

  /** What each query of a panel gives. */
  function answersOf([panel, page]: readonly [DataPanel, Page]): Promise<readonly (readonly Labels[])[]> {
    return Promise.all(
      panel.queries.map((query) => answerTo(prometheus, query, interpolated(query.expr, page.variables))),
    );
  }

  async function sentenceOf(id: string): Promise<string | undefined> {
    const of = panels.get(id);
    if (of === undefined) throw new Error(`no panel ${id}`);
    const [series] = await answersOf(of);
    return series?.[0]?.['sentence'];
  }

  it('answers every query, and those of connected sources with data', async () => {
    const without: string[] = [];
    for (const [id, of] of panels) if ((await answersOf(of)).every((series) => series.length === 0)) without.push(id);
    for (const id of without) console.log(`no data: ${id}, since ${empty[id]}: "${panels.get(id)?.[0].absent.text}"`);
    expect(without.toSorted()).toEqual(Object.keys(empty).toSorted());
  });

  it('has no data where nothing is connected, and always where silence means that something is broken', () => {
    const why = (id: string) => panels.get(id)?.[0].absent.why;
    const unconnected = [...panels.keys()].filter((id) => why(id) === 'not-connected');
    expect(unconnected.filter((id) => !(id in empty))).toEqual([]);
    expect(Object.keys(empty).filter((id) => why(id) === 'silent')).toEqual([]);
  });

  it('gives tables a value for each column, and stats their text', async () => {
    const missing: string[] = [];
    for (const [id, of] of panels) {
      const [panel] = of;
      const answers = await answersOf(of);
      const labels = new Set(
        answers.flat().flatMap((series) => Object.keys(series).filter((label) => series[label] !== '')),
      );
      const given = new Set([...labels, ...answers.flatMap((series, at) => (series.length > 0 ? [refIdOf(at)] : []))]);
      const wanted = panel.kind === 'table' ? panel.columns.map(({ from }) => from) : [];
      const text = panel.kind === 'stat' && panel.text !== undefined ? [panel.text] : [];
      if (id in empty) continue;
      missing.push(...[...wanted, ...text].filter((from) => !given.has(from)).map((from) => `${id}: ${from}`));
    }
    expect(missing.toSorted()).toEqual(Object.keys(emptyColumns).toSorted());
  });

  it('tells how we stand and what changed in sentences', async () => {
    const said = await Promise.all(['standing', 'changed-this-week'].map(sentenceOf));
    for (const sentence of said) console.log(sentence);
    expect(said).toEqual([
      expect.stringMatching(
        /^\d of 3 clusters are clean, 0 are not known\. \d+ critical findings are open, \d+ of them longer than agreed\.$/,
      ),
      expect.stringMatching(
        /^In seven days \d+ critical findings began and \d+ were fixed, the score is not comparable to a week ago, and \d+ changes went past GitOps\.$/,
      ),
    ]);
  });

  it.each([
    ['platform on call', true],
    ['somebody else', false],
  ])('shows to "%s" what is assigned to them, and what nobody is on file for', async (oncall, isTheirs) => {
    const [panel, page] = panels.get('active-criticals') ?? [];
    const variables = (page?.variables ?? []).map(({ name, all }) => ({ name, all: name === 'oncall' ? oncall : all }));
    const shown = await prometheus.query(interpolated(panel?.queries[0]?.expr ?? '', variables));
    const owners = new Set(shown.map(({ labels }) => labels['owner']));
    expect(owners.has('platform')).toBe(isTheirs);
    expect(owners).toContain('unowned');
  });

  it('narrows every page to the cluster chosen', async () => {
    const strangers: string[] = [];
    for (const [id, [panel, page]] of panels) {
      const variables = page.variables.map(({ name, all }) => ({ name, all: name === 'cluster' ? 'prod-us' : all }));
      for (const query of panel.queries) {
        const series = await answerTo(prometheus, query, interpolated(query.expr, variables));
        const others = series.filter(({ cluster = '' }) => cluster !== '' && cluster !== 'prod-us');
        if (others.length > 0) strangers.push(id);
      }
    }
    expect(strangers).toEqual([]);
  });

  it('tells of the fleet what it tells of all its clusters, chosen one by one', async () => {
    const all = 'prod-eu|prod-us|staging';
    const trends = ['open-over-time', 'open-criticals', 'score-trend', 'drift-trend', 'remediation-trend'];
    for (const id of trends) {
      const [panel, page] = panels.get(id) ?? [];
      for (const { expr } of panel?.queries ?? []) {
        const ofFleet = await prometheus.query(interpolated(expr, page?.variables ?? []));
        const ofEach = await prometheus.query(interpolated(expr, [{ name: 'cluster', all: `(${all})` }]));
        expect(severitiesOf(ofEach)).toEqual(severitiesOf(ofFleet));
        // What is recorded of the fleet is a few seconds older, and the demo goes on.
        const few = (value: number) => (panel?.unit === 'percentunit' ? 0.02 : 1 + 0.1 * value);
        for (const { labels, value } of ofFleet) {
          const same = ofEach.find((other) => other.labels['severity'] === labels['severity']);
          expect(Math.abs((same?.value ?? Infinity) - value)).toBeLessThanOrEqual(few(value));
        }
      }
    }
  });
});
