import { z } from 'zod';

const text = z.string().max(4_096);
const labels = z.record(z.string().max(256), text);

/** A time of Alertmanager; its zero stands for one that has not come. */
const time = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels.default({}),
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
