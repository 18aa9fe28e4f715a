import { metrics, recorded, select } from '#contract';
import { foreign } from '../../alerts/foreign.ts';
import { column, findingOfRow, inApp } from '../app-links.ts';
import { noReport, nothing, sources } from './absent.ts';
import { severityColour, tone } from './colours.ts';
import { ofCluster, ofClusterOrNone, ofOwner } from './expressions.ts';
import type { Column, Mapping, Step, StatPanel, TablePanel } from './panel.ts';

const object = ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name'] as const;
const keys = object.join(', ');
const chosen = { ...ofCluster, ...ofOwner, resource_namespace: { matching: '$namespace' } } as const;
const { criticalSince } = recorded;

const since = `max by (${keys}, owner, reason) (${select(criticalSince, chosen)})`;
/** Of several replicas, or while an owners file changes, one answer each: two would match one finding twice. */
const change = `topk by (${keys}) (1, group by (${keys}, manager, actor) (${select(metrics.criticalFindingChange, ofCluster)}))`;
const contact = (who: string) =>
  `topk by (owner) (1, group by (owner, slack, escalation, runbook) (${metrics.ownerInfo.name}${who}))`;
const withChange = `(\n  ${since}\n  * on (${keys}) group_left (manager, actor) ${change}\n  or on (${keys}) ${since}\n)`;
/** Findings of whoever is called, and those for whose owner nobody is on file: they are everybody's. */
const active = `(
  ${withChange}
  * on (owner) group_left (slack, escalation, runbook) ${contact('{escalation=~"$oncall"}')}
  or
  ${withChange} unless on (owner) ${metrics.ownerInfo.name}
)`;
const newest = `topk(200, ${active})`;

const young: readonly Step[] = [
  { from: 0, colour: tone.bad },
  { from: 4 * 3600, colour: tone.warning },
  { from: 48 * 3600, colour: severityColour.critical },
];
const reasons: readonly Mapping[] = [
  { value: 'new', text: 'new', colour: tone.bad },
  { value: 'baseline', text: 'there before Plumbline' },
  { value: 'check_changed', text: 'a check was added' },
];
const contactColumns: readonly Column[] = [
  { from: 'slack', title: 'Slack' },
  { from: 'escalation', title: 'On call' },
  { from: 'runbook', title: 'Runbook of the team', links: [{ title: 'Runbook', url: '${__data.fields.runbook}' }] },
];

/** What is to be done. */
export const activeCriticals: TablePanel = {
  kind: 'table',
  id: 'active-criticals',
  title: 'Active critical findings',
  description:
    'The newest 200 of the clusters, namespaces, owners and rota chosen above. Choose your rota under "On call" to see what is ' +
    'assigned to you; findings for whose owner nobody is on file are shown to everybody. Each cluster tells its newest 100; the app lists all, with remedy and timeline. ' +
    'Who changed an object last is told by field managers, which clients choose: evidence, not proof.',
  queries: [
    { expr: `time() - ${newest}`, instant: true },
    { expr: `1000 * ${newest}`, instant: true },
  ],
  unit: 'short',
  absent: nothing('No critical finding is reported open for this choice'),
  columns: [
    { from: 'A', title: 'Critical for', unit: 's', steps: young, width: 110 },
    { from: 'B', title: 'Since', unit: 'dateTimeAsLocal', width: 160 },
    { from: 'cluster', title: 'Cluster', width: 110 },
    { from: 'resource_namespace', title: 'Namespace', width: 130 },
    { from: 'resource_kind', title: 'Kind', width: 130 },
    { from: 'resource_name', title: 'Name', links: [findingOfRow] },
    {
      from: 'check',
      title: 'Check',
      links: [findingOfRow, inApp('About the check', 'checks', { check: column('check') })],
    },
    {
      from: 'owner',
      title: 'Owner',
      width: 130,
      links: [inApp('Findings of the owner', 'findings', { owner: column('owner') })],
    },
    { from: 'reason', title: 'Why now', mappings: reasons, width: 150 },
    { from: 'manager', title: 'Changed by' },
    { from: 'actor', title: 'Who', width: 100 },
    ...contactColumns,
  ],
  sort: { by: 'Since', descending: true },
  links: [inApp('All critical findings', 'findings', { severity: 'critical' })],
};

/** Critical findings that ring. */
export const newCriticals: StatPanel = {
  kind: 'stat',
  id: 'new-criticals',
  title: 'New in four hours',
  description:
    'Critical findings that began in the last four hours, for which alerts page; backlog and added checks left out.',
  queries: [
    {
      expr: `count(max by (${keys}) (${select(criticalSince, { ...chosen, reason: 'new' })}) > time() - 14400)`,
      instant: true,
    },
  ],
  unit: 'short',
  colour: 'background',
  steps: [{ from: 1, colour: tone.bad }],
  absent: nothing('None is reported'),
};

const firing = { product: 'plumbline', alertstate: 'firing', ...ofClusterOrNone } as const;
const countFiring = (notify: 'page' | 'ticket') =>
  `count(max by (alertname, cluster, owner) (${select(foreign.alerts, { ...firing, notify })}))`;

/** Pages that fire. */
export const pagesFiring: StatPanel = {
  kind: 'stat',
  id: 'pages-firing',
  title: 'Pages firing',
  description:
    'Alerts that call somebody, once for each cluster and owner. Silences and inhibitions of Alertmanager are not seen here.',
  queries: [{ expr: countFiring('page'), instant: true }],
  unit: 'short',
  colour: 'background',
  steps: [{ from: 1, colour: tone.bad }],
  absent: nothing('No page is reported firing'),
};

/** Tickets that fire. */
export const ticketsFiring: StatPanel = {
  kind: 'stat',
  id: 'tickets-firing',
  title: 'Tickets firing',
  description: 'Alerts that open a ticket and wake nobody, once for each cluster and owner.',
  queries: [{ expr: countFiring('ticket'), instant: true }],
  unit: 'short',
  colour: 'value',
  steps: [{ from: 1, colour: tone.warning }],
  absent: nothing('No ticket is reported firing'),
};

/** Alerts that fire. */
export const firingAlerts: TablePanel = {
  kind: 'table',
  id: 'firing-alerts',
  title: 'Firing alerts',
  description:
    'As Prometheus evaluates them, with since when they are pending or firing; alerts that Grafana evaluates itself are under Alerting. The name of an alert is the name of its runbook.',
  queries: [
    {
      expr: `1000 * max by (alertname, notify, severity, cluster, owner) (${select(foreign.alertsForState, { product: 'plumbline', ...ofClusterOrNone })})
and on (alertname, notify, severity, cluster, owner) ${select(foreign.alerts, firing)}`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: nothing('No alert is reported firing'),
  columns: [
    { from: 'A', title: 'Since', unit: 'dateTimeFromNow', width: 130 },
    {
      from: 'notify',
      title: 'Reaches',
      width: 90,
      mappings: [
        { value: 'page', text: 'page', colour: tone.bad },
        { value: 'ticket', text: 'ticket', colour: tone.warning },
        { value: 'none', text: 'nobody' },
      ],
    },
    { from: 'alertname', title: 'Alert' },
    {
      from: 'cluster',
      title: 'Cluster',
      links: [inApp('Findings of the cluster', 'findings', { cluster: column('cluster') })],
    },
    { from: 'owner', title: 'Owner' },
  ],
  sort: { by: 'Since', descending: true },
};

const ofOwnerIn = (severity: string) =>
  `sum by (owner) (max by (cluster, owner) (${select(metrics.ownerFindings, { ...ofCluster, ...ofOwner, severity })}))`;

/** Who is to be told. */
export const ownerContacts: TablePanel = {
  kind: 'table',
  id: 'owner-contacts',
  title: 'Owners and how they are reached',
  description:
    'From the owners file of the exporter, beside what they have open in the clusters chosen. Without a file nobody is on file; alerts then carry the owner alone.',
  queries: [
    {
      expr: `${ofOwnerIn('critical')}
* on (owner) group_left (slack, escalation, runbook) ${contact('')}
or
${ofOwnerIn('critical')} unless on (owner) ${metrics.ownerInfo.name}`,
      instant: true,
    },
    { expr: ofOwnerIn('high'), instant: true },
    {
      expr: `sum by (owner) (max by (cluster, owner, severity) (${select(metrics.ownerFindingsSlaBreached, { ...ofCluster, ...ofOwner, severity: ['critical', 'high'] })}))`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    { from: 'owner', title: 'Owner', links: [inApp('Findings of the owner', 'findings', { owner: column('owner') })] },
    { from: 'A', title: 'Critical', width: 80, steps: [{ from: 1, colour: severityColour.critical }] },
    { from: 'B', title: 'High', width: 80 },
    { from: 'C', title: 'Overdue', width: 90 },
    ...contactColumns,
  ],
  sort: { by: 'Critical', descending: true },
};

/** Somebody inside. */
export const exploitIndicators: TablePanel = {
  kind: 'table',
  id: 'exploit-indicators',
  title: 'Somebody inside a workload',
  description:
    'An exec, an attach or a debug container at an object with an open critical finding, when it was seen last.',
  queries: [
    {
      expr: `1000 * max by (cluster, indicator, resource_namespace, resource_kind, resource_name, owner) (${select(metrics.exploitIndicator, chosen)})`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: sources.audit,
  columns: [
    { from: 'A', title: 'Seen', unit: 'dateTimeFromNow', width: 130 },
    { from: 'indicator', title: 'What', width: 130 },
    { from: 'cluster', title: 'Cluster', width: 110 },
    { from: 'resource_namespace', title: 'Namespace', width: 130 },
    { from: 'resource_kind', title: 'Kind', width: 130 },
    { from: 'resource_name', title: 'Name' },
    { from: 'owner', title: 'Owner', width: 130 },
  ],
  sort: { by: 'Seen', descending: true },
};
