import { z } from 'zod';

/** Labels that the ledger reads: an alert with many others keeps these. */
const read = [
  'alertname',
  'cluster',
  'severity',
  'notify',
  'owner',
  'check',
  'resource_kind',
  'resource_namespace',
  'resource_name',
];
/** Labels that one alert keeps; more than any rule of ours has. */
const mostLabels = 40;
const longestName = 256;
const longestText = 1_024;

/**
 * Labels as they are kept. A receiver gets alerts of other people in the same notification, so what is long or many is
 * cut rather than refused: a refused notification is never sent again, with all that is in it.
 */
const labels = z.record(z.string(), z.string()).transform((all): Readonly<Record<string, string>> => {
  const rank = (name: string) => (read.includes(name) ? 0 : 1);
  const kept = Object.entries(all).filter(([name]) => name.length <= longestName);
  return Object.fromEntries(
    kept
      .sort(([a], [b]) => rank(a) - rank(b))
      .slice(0, mostLabels)
      .map(([name, value]) => [name, value.slice(0, longestText)]),
  );
});

/** Of annotations only the summary is read. */
const annotations = z.object({
  summary: z
    .string()
    .transform((summary) => summary.slice(0, longestText))
    .optional(),
});

/** A time of Alertmanager; its zero stands for one that has not come. */
const time = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: annotations.default({}),
  startsAt: time,
  endsAt: time.optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{1,32}$/, 'is no fingerprint; send what Alertmanager sends'),
});

/** What Alertmanager posts to a webhook, version 4, as far as the ledger reads it; further members are ignored. */
export const webhookSchema = z.object({
  version: z.literal('4', { error: 'is not "4"; let a webhook receiver of Alertmanager 0.16 or newer send this' }),
  alerts: z.array(alertSchema).max(10_000, 'has more than 10,000 alerts; set max_alerts, or group more finely'),
  truncatedAlerts: z.number().int().nonnegative().default(0),
});

/** Alerts as one notification tells them; times are milliseconds since the epoch. */
export type Webhook = z.infer<typeof webhookSchema>;
export type NotifiedAlert = Webhook['alerts'][number];
