import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogueOf } from '../../alerts/catalogue.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import { prometheusGroups } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { webhookSchema } from '../../exporter/alert-ledger/webhook.ts';
import { firing } from '../alerts/inhibition-graph.ts';
import { startAlertReceivers, type AlertReceivers } from '../support/alert-receivers.ts';
import { startAlertmanager, type Alertmanager, type PostedAlert } from '../support/alertmanager.ts';
import { waitUntil } from '../support/process.ts';
import { skipWithout } from '../tools/find.ts';

interface Route {
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly routes?: readonly Route[];
}

interface PagerdutyEvent {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly component: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly {
    readonly title: string;
    readonly text: string;
    readonly mrkdwn_in: readonly string[];
  }[];
}

interface JiraIssue {
  readonly fields: {
    readonly summary: string;
    readonly description: string;
    readonly labels: readonly string[];
  };
}

const folder = join(import.meta.dirname, '../../alerts');
const values = loadValues();
const { alerts } = catalogueOf(values);
const told = alerts.filter(({ notify }) => notify !== 'none');
const tickets = told.filter(({ notify }) => notify === 'ticket');

/** What somebody may call a role, an owner or a field manager to be heard, or to not be. */
const hostile =
  '- {{ template "nope" }} <!channel> <@U1|x> [x|https://evil.example] !https://evil.example/a.png! {html} *b*\n\n' +
  'Runbook: https://evil.example/ \u202eereh\u2028- c: [';

/** The same for Alertmanager: read as YAML this is a list, whose items it takes for templates, and this one fails. */
const hostileList = '- x {{ template "nope" }}';

/** A rule as Prometheus would post it, with hostile text wherever a cluster may choose what it says. */
function postedAs(rule: AlertRule, owner = hostile): PostedAlert {
  const labels = firing(rule, {
    ...Object.fromEntries(
      rule.by
        .filter((label) => ['owner', 'resource_name', 'resource_namespace', 'name', 'instance'].includes(label))
        .map((label) => [label, `${label} ${hostile}`]),
    ),
    ...(rule.by.includes('owner') && { owner }),
  });
  const written = prometheusGroups([{ name: 'one', interval: '1m', rules: [rule] }], values.links)[0]?.rules[0];
  const annotations = Object.entries(written?.annotations ?? {}).map(([name, text]) => {
    if (!text.includes('{{')) return [name, text];
    if (!name.endsWith('_url')) return [name, `${name} ${hostile}`];
    return [name, `https://grafana.example/?${new URLSearchParams({ q: hostile }).toString()}`];
  });
  return { labels, annotations: Object.fromEntries(annotations) as Record<string, string> };
}

function soon(route: Route): Route {
  return {
    ...route,
    group_wait: '50ms',
    group_interval: '1s',
    ...(route.routes && { routes: route.routes.map(soon) }),
  };
}

describe.skipIf(skipWithout('what a real Alertmanager sends', ['alertmanager']))('a real Alertmanager', () => {
  let alertmanager: Alertmanager;
  let receivers: AlertReceivers;
  const posted = [
    ...told.map((rule) => postedAs(rule)),
    ...told.filter(({ alert }) => alert === 'KspmCriticalFindingNew').map((rule) => postedAs(rule, hostileList)),
  ];
  const pages = posted.filter(({ labels }) => labels['notify'] === 'page');

  function bodies(path: string): readonly unknown[] {
    return receivers.received.filter((message) => message.path === path).map(({ body }) => body);
  }
  const events = (action: string) =>
    (bodies('/pagerduty') as readonly PagerdutyEvent[]).filter(({ event_action }) => event_action === action);
  const attachments = () =>
    (bodies('/slack-webhook-url') as readonly SlackMessage[]).flatMap((message) => message.attachments);
  const issues = () => bodies('/rest/api/2/issue') as readonly JiraIssue[];

  beforeAll(async () => {
    receivers = await startAlertReceivers();
    const configuration = parse(readFileSync(join(folder, 'alertmanager.yaml'), 'utf8'), { merge: true }) as {
      readonly route: Route;
    };
    alertmanager = await startAlertmanager(
      JSON.stringify(
        receivers.connected({
          ...configuration,
          templates: [join(folder, 'templates/*.tmpl')],
          route: soon(configuration.route),
          // Here everybody is told of everything at any time.
          inhibit_rules: [],
          time_intervals: [{ name: 'release-calendar', time_intervals: [{ years: ['1999'] }] }],
        }),
      ),
    );
    await alertmanager.post([
      ...posted,
      { labels: { alertname: 'KspmWatchdog', product: 'plumbline', notify: 'none' } },
    ]);
    const escalated = pages.filter(({ labels }) => labels['escalation'] === 'true').length;
    await waitUntil('everybody has been told', () => {
      const isLate = [
        events('trigger').length < pages.length + escalated,
        bodies('/slack-webhook-url').length < pages.length + escalated,
        issues().length < tickets.length,
        bodies('/api/v1/alertmanager').length < posted.length,
        bodies('/deadman-url').length < 1,
      ];
      return !isLate.includes(true);
    });
  });
  afterAll(async () => {
    await alertmanager.stop();
    await receivers.stop();
  });

  it('tells everybody without an error', () => {
    expect(
      alertmanager
        .log()
        .split('\n')
        .filter((line) => /level=(ERROR|WARN)/.test(line)),
    ).toEqual([]);
  });

  it('gives PagerDuty object, owner, since when, actor, deploy window and links of a finding', () => {
    const event = events('trigger').find(({ payload }) => payload.summary.startsWith('A critical finding has just'));
    expect(event?.payload).toMatchObject({ severity: 'critical', custom_details: { cluster: 'a-cluster' } });
    expect(event?.payload.summary).toContain('a-resource_kind resource_namespace -');
    expect(event?.links.map(({ text }) => text)).toEqual(['Runbook', 'Dashboard', 'Finding', 'Evidence']);
    const details = JSON.stringify(event?.payload.custom_details);
    for (const part of ['resource_name', 'since: ', 'changed by: actor', 'finding: https://', 'evidence: https://'])
      expect(details).toContain(part);
    expect(event?.payload.custom_details).toMatchObject({
      contact: expect.stringContaining('contact -') as unknown,
      deploy_window: expect.stringContaining('deploy_window -') as unknown,
      runbook: `${values.links.runbooks}/KspmCriticalFindingNew.md`,
    });
  });

  it('gives Slack the same', () => {
    const attachment = attachments().find(({ title }) =>
      title.startsWith('A critical finding has just begun. a-cluster (-'),
    );
    for (const part of [
      'Alert: KspmCriticalFindingNew\n',
      'Cluster: a-cluster\n',
      'Owner: -',
      'Contact: contact -',
      'Deploy window: deploy_window -',
      `<${values.links.runbooks}/KspmCriticalFindingNew.md|Runbook>`,
      'a-resource_kind resource_namespace -',
      ': a-check\n',
      'Since: since -',
      'Changed by: actor -',
      '|Finding>',
      '|Evidence>',
      '|Timeline>',
      '|Dashboard>',
    ])
      expect(attachment?.text).toContain(part);
  });

  it('gives Jira one issue for each ticket, with what to read', () => {
    const descriptions = issues().map(({ fields }) => fields.description);
    expect(descriptions).toHaveLength(tickets.length);
    for (const { alert } of tickets) {
      const own = descriptions.filter((text) => text.startsWith(`Alert: ${alert}\n`));
      expect(own).toHaveLength(1);
      expect(own[0]).toContain(`[Runbook|${values.links.runbooks}/${alert}.md]`);
      expect(own[0]).toContain('[Dashboard|https://');
    }
  });

  it('tells the ledger of every alert by itself, with its token', () => {
    const messages = receivers.received.filter(({ path }) => path === '/api/v1/alertmanager');
    expect(new Set(messages.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer secret of plumbline-alerts-write-token']),
    );
    const names = messages.map(({ body }) =>
      webhookSchema.parse(body).alerts.map(({ labels }) => String(labels['alertname'])),
    );
    expect(names.flat().sort()).toEqual(posted.map(({ labels }) => String(labels['alertname'])).sort());
    expect(new Set(names.map(({ length }) => length))).toEqual(new Set([1]));
  });

  it('lets no text of a cluster become a command, a link, markup or a line of its own', () => {
    const ours = /<https:\/\/[^<>|\s]+\|(Runbook|Finding|Evidence|Timeline|Dashboard)>/g;
    for (const { title, text, mrkdwn_in } of attachments()) {
      expect(mrkdwn_in).toEqual(['pretext']);
      expect(title + text.replaceAll(ours, '')).not.toMatch(/[<>]|https?:\/\/|[\u2028\u202e]|^Runbook:/m);
    }
    for (const { fields } of issues()) {
      const rest = fields.description.replaceAll(/\[(Runbook|Dashboard|Findings|Evidence)\|https:\/\/[^|\]\s]+\]/g, '');
      expect(rest).not.toMatch(/(?<!\\)[[\]!{}|]|(?<!^|\\)\*|https?:\/\/|[\u2028\u202e]|^Runbook:/m);
      expect(fields.summary).not.toMatch(/https?:\/\/|[\n\u2028\u202e]/);
      expect(fields.labels.filter((label) => !/^[\w.:@/{}-]+$/.test(label))).toEqual([]);
    }
    for (const { payload } of events('trigger')) {
      expect(payload.summary + payload.component).not.toMatch(/https?:\/\/|\{\{|[\n\u2028\u202e]/);
      const { runbook: _runbook, firing: list, ...rest } = payload.custom_details;
      expect(JSON.stringify(rest)).not.toMatch(/https?:\/\/|\{\{|\\n|[\u2028\u202e]/);
      const own = String(list).replaceAll(/^ {2}(finding|evidence|timeline): https:\/\/\S+$/gm, '');
      expect(own).not.toMatch(/https?:\/\/|\{\{|[\u2028\u202e]|^\s*Runbook:/m);
    }
  });

  it('resolves what is over, under the same key', async () => {
    const open = events('trigger').map(({ dedup_key }) => dedup_key);
    await alertmanager.post(posted.map((alert) => ({ ...alert, endsAt: new Date().toISOString() })));
    const done = () =>
      receivers.received.filter(({ method, path }) => method === 'POST' && path.endsWith('/transitions'));
    const over = () =>
      bodies('/api/v1/alertmanager').filter((body) => webhookSchema.parse(body).alerts[0]?.status === 'resolved');
    await waitUntil('everybody has been told', () => {
      return (
        events('resolve').length >= open.length && done().length >= tickets.length && over().length >= posted.length
      );
    });
    expect(
      events('resolve')
        .map(({ dedup_key }) => dedup_key)
        .sort(),
    ).toEqual(open.sort());
  });
});
