import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withInhibitRules } from '../../alerts/alertmanager/inhibit-rules.ts';
import { aboutChanges, inhibitions, mayHoldBack } from '../../alerts/alertmanager/inhibitions.ts';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { secondsOf } from '../../alerts/duration.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import { loadValues } from '../../alerts/values.ts';
import { run } from '../support/process.ts';
import { skipWithout, toolPath } from '../tools/find.ts';
import { edgesOf, firing, named } from './inhibition-graph.ts';

interface Route {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

const file = join(import.meta.dirname, '../../alerts/alertmanager.yaml');
const text = readFileSync(file, 'utf8');
const configuration = parse(text, { merge: true }) as { readonly route: Route; readonly receivers: unknown };
const { alerts } = catalogueOf(loadValues());
const edges = edgesOf(alerts);
const noAmtool = skipWithout('amtool checks the configuration of Alertmanager', ['amtool']);

function everyRoute(route: Route): readonly Route[] {
  return [route, ...(route.routes ?? []).flatMap(everyRoute)];
}

describe('inhibition', () => {
  it('names only alerts that exist', () => {
    const known = new Set(alerts.map(({ alert }) => alert));
    const mentioned = inhibitions.flatMap(({ sources, targets }) => [
      ...sources,
      ...('alerts' in targets ? targets.alerts : targets.everyTicketBut),
    ]);
    expect(mentioned.filter((alert) => !known.has(alert))).toEqual([]);
  });

  it('has no row without effect, and no alert in a row that has none', () => {
    const idle = inhibitions.flatMap((inhibition) => {
      const own = edges.filter((edge) => edge.inhibition === inhibition);
      const targets = 'alerts' in inhibition.targets ? inhibition.targets.alerts : [];
      return [
        ...inhibition.sources.filter((alert) => !own.some(({ source }) => source.alert === alert)),
        ...targets.filter((alert) => !own.some(({ target }) => target.alert === alert)),
      ];
    });
    expect(idle).toEqual([]);
  });

  it('never goes in circles', () => {
    const heldBack = Map.groupBy(edges, ({ source }) => source);
    const circles: string[] = [];
    const follow = (rule: AlertRule, path: readonly AlertRule[]): void => {
      if (path.includes(rule)) circles.push([...path, rule].map(named).join(' > '));
      else for (const { target } of heldBack.get(rule) ?? []) follow(target, [...path, rule]);
    };
    for (const rule of heldBack.keys()) follow(rule, []);
    expect(circles).toEqual([]);
  });

  it('lets pages be held back by pages alone', () => {
    const wrong = edges.filter(({ source, target }) => target.notify === 'page' && source.notify !== 'page');
    expect(wrong.map(({ source, target }) => `${named(source)} > ${named(target)}`)).toEqual([]);
  });

  it('never holds back the page that names an object, nor one about many', () => {
    const free = [
      'KspmCriticalFindingNew',
      'KspmExploitIndicator',
      'KspmCriticalFindingsBurst',
      'KspmCriticalFindingsSpread',
    ];
    expect(edges.filter(({ target }) => free.includes(target.alert))).toEqual([]);
  });

  it('by a storm never hides that we are blind, even where external labels give all alerts its cluster', () => {
    const blind = [
      'KspmExporterDown',
      'KspmExporterLoopStuck',
      'KspmStoreFailing',
      'KspmLeaderMissing',
      'KspmClusterHeartbeatMissing',
      'KspmScanStale',
      'KspmApiRateLimited',
    ];
    const byStorm = inhibitions.filter(({ sources }) => sources.includes('KspmAlertStorm'));
    expect(byStorm).toHaveLength(1);
    const hidden = alerts.filter((rule) => byStorm.some((inhibition) => mayHoldBack(inhibition, rule)));
    expect(hidden.map(({ alert }) => alert)).toContain('KspmDriftAboveBudget');
    expect(hidden.filter(({ alert }) => blind.includes(alert))).toEqual([]);
  });

  it.each(['KspmDeployWindowActive', 'KspmAlertStorm'])('by %s is for tickets only', (alert) => {
    const own = edges.filter(({ source }) => source.alert === alert);
    expect(own.length).toBeGreaterThan(3);
    expect(new Set(own.map(({ target }) => target.notify))).toEqual(new Set(['ticket']));
  });

  it('is replaced in a file that somebody has adapted, and nothing else is', () => {
    const adapted = text.replaceAll('#plumbline-pages', '#ours').replace('\nreceivers:', '\n# Ours.\nreceivers:');
    const outdated = adapted.replace(/(?<=\ninhibit_rules:\n)[^]*(?=# END)/, '  - {}\n');
    expect(outdated).not.toBe(adapted);
    expect(withInhibitRules(`${outdated}# After.\n`)).toBe(`${adapted}# After.\n`);
  });

  it('comes in time: no alert fires before what holds it back, unless it looks at longer windows', () => {
    const late = edges.filter(({ source, target }) => target.for !== undefined && waits(source) > waits(target));
    expect(late.map(({ source, target }) => `${named(source)} > ${named(target)}`)).toEqual([]);
  });

  it('is refused a place that is not marked', () => {
    expect(() => withInhibitRules('route: {}\n')).toThrow(/has no line "# BEGIN inhibit rules.* put both where/);
  });
});

describe('the configuration of Alertmanager', () => {
  it('mutes by the calendar nothing but tickets about changes', () => {
    const muted = everyRoute(configuration.route).filter(
      (route) => route.mute_time_intervals !== undefined || route.active_time_intervals !== undefined,
    );
    expect(muted.map(({ receiver }) => receiver)).toEqual(['plumbline-ledger', 'plumbline-ticket']);
    for (const { matchers, mute_time_intervals } of muted) {
      expect(matchers).toEqual(['notify="ticket"', `alertname=~"${aboutChanges.join('|')}"`]);
      expect(mute_time_intervals).toEqual(['release-calendar']);
    }
  });

  it('makes incidents and issues of alert, owner and cluster, and tells the ledger of each alert', () => {
    const groups = everyRoute(configuration.route).flatMap(({ receiver, group_by: by }) =>
      by === undefined ? [] : [[receiver, by.join()]],
    );
    expect(groups).toEqual([
      ['plumbline-ticket', 'cluster,owner,alertname'],
      ['plumbline-ticket', 'cluster,owner,alertname'],
      ['plumbline-ledger', '...'],
    ]);
  });

  it('tells of a page soon enough to ring within two minutes of the change', () => {
    const waits = everyRoute(configuration.route).flatMap(({ receiver, group_wait: wait }) =>
      receiver === 'plumbline-page' || receiver === 'plumbline-escalation' ? [secondsOf(wait ?? '')] : [],
    );
    // 30 s until it is scraped, 30 s until the rule is evaluated, and 30 s for whoever carries it.
    expect(waits.filter((seconds) => !(seconds !== undefined && seconds <= 30))).toEqual([]);
    expect(waits).toHaveLength(2);
  });

  it('holds no secret, and no host but of examples', () => {
    expect(text).not.toMatch(
      /^\s*-?\s*(routing_key|service_key|api_url|credentials|password|bearer_token|url):\s(?!https:\/\/\w+\.example\.com\/)/m,
    );
    const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => !host?.endsWith('.example.com'))).toEqual([]);
  });
});

describe.skipIf(noAmtool)('amtool', () => {
  it('finds nothing to object to', async () => {
    const { code, stdout, stderr } = await run(toolPath('amtool'), ['check-config', file]);
    expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
  });

  it.each([
    ...alerts.map((rule) => [named(rule), firing(rule, {}), receiversOf(rule)] as const),
    ['an alert of ours that says nothing about people', { product: 'plumbline' }, ['plumbline-ticket']] as const,
    ['an alert of somebody else', { alertname: 'Other', notify: 'page' }, ['plumbline-ticket']] as const,
  ])('%s reaches its receivers, in order', async (_name, labels, receivers) => {
    const { code, stdout, stderr } = await run(toolPath('amtool'), [
      'config',
      'routes',
      'test',
      `--config.file=${file}`,
      `--verify.receivers=${receivers.join(',')}`,
      ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
    ]);
    expect({ code, said: stdout.trim(), stderr }).toEqual({ code: 0, said: receivers.join(','), stderr: '' });
  });
});

/** Seconds before it fires; a cluster that nobody reports on any more has ten minutes within the expression. */
function waits({ alert, for: duration }: AlertRule): number {
  return (secondsOf(duration ?? '') ?? 0) + (alert === 'KspmClusterHeartbeatMissing' ? 600 : 0);
}

function receiversOf({ alert, notify, labels }: AlertRule): readonly string[] {
  if (alert === 'KspmWatchdog') return ['plumbline-deadman'];
  if (notify === 'none') return ['plumbline-nobody'];
  if (notify === 'ticket') return ['plumbline-ledger', 'plumbline-ticket'];
  return ['plumbline-ledger', ...(labels?.['escalation'] === 'true' ? ['plumbline-escalation'] : []), 'plumbline-page'];
}
