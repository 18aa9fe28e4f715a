import type { ApiAlert, ApiNotified } from '../contract/index.ts';
import { fieldProblems } from '../config/yaml-file.ts';
import { reconsiderMs, triageMs } from './judge.ts';
import { isDrill, severityOf, verdictOutcomes, type AlertEpisode, type VerdictOutcome } from './episode.ts';
import type { AlertLedger, LedgerEpisode, PassedOver } from './ledger.ts';
import { webhookSchema } from './webhook.ts';

type Problems = readonly { readonly field: string; readonly problem: string }[];

/** The ledger as the API speaks to it. */
export interface Desk {
  readonly notify: (body: unknown) => Promise<ApiNotified | { readonly problems: Problems }>;
  readonly judge: (
    fingerprint: string,
    verdict: {
      readonly outcome: string;
      readonly by: string;
      readonly note?: string;
      readonly startsAt?: number;
    },
  ) => Promise<ApiAlert | 'unknown' | 'counted'>;
  readonly alerts: () => readonly ApiAlert[];
  readonly isRead: (cluster: string) => boolean;
  readonly outcomes: readonly VerdictOutcome[];
}

/** `onPassedOver` hears of alerts of which nothing is remembered, and why. */
export function createAlertDesk(ledger: AlertLedger, onPassedOver: (passedOver: PassedOver) => void): Desk {
  return {
    outcomes: verdictOutcomes,
    alerts: () => ledger.episodes().map(apiAlert),
    isRead: (cluster) => ledger.isRead(cluster),
    async notify(body) {
      const { success, data, error } = webhookSchema.safeParse(body);
      if (!success) {
        const problems = fieldProblems(webhookSchema, error);
        return { problems: problems.map(({ path, problem }) => ({ field: path.map(String).join('.'), problem })) };
      }
      const told = await ledger.receive(data);
      if (told.alerts > 0) onPassedOver(told);
      return { remembered: data.alerts.length - told.alerts, passedOver: told.alerts };
    },
    async judge(fingerprint, { outcome: said, ...rest }) {
      const outcome = verdictOutcomes.find((one) => one === said);
      if (outcome === undefined) return 'unknown';
      const judged = await ledger.judge({ fingerprint, outcome, ...rest });
      return typeof judged === 'string' ? judged : apiAlert(judged);
    },
  };
}

function apiAlert({ cluster, episode, suggestion }: LedgerEpisode): ApiAlert {
  const { fingerprint, startsAt, endsAt, labels, summary, receivedAt, verdict, counted } = episode;
  const { alertname = '', owner, check, resource_kind: kind, resource_name: name } = labels;
  const namespace = labels['resource_namespace'];
  const before = verdict === undefined ? (endsAt ?? 0) + triageMs : verdict.at + reconsiderMs;
  return {
    fingerprint,
    startsAt: rfc3339(startsAt),
    cluster,
    alertname,
    ...(summary !== undefined && { summary }),
    severity: severityOf(episode),
    notify: labels['notify'] ?? '',
    ...(owner !== undefined && { owner }),
    ...(check !== undefined && { check }),
    ...(kind !== undefined && name !== undefined && { object: { kind, ...(namespace && { namespace }), name } }),
    ...(isDrill(episode) && { drill: true }),
    state: endsAt === undefined ? 'firing' : 'resolved',
    ...(receivedAt !== undefined && { receivedAt: rfc3339(receivedAt) }),
    ...(endsAt !== undefined && { endsAt: rfc3339(endsAt) }),
    ...(suggestion !== undefined && { suggestion: { outcome: suggestion.outcome, why: suggestion.why } }),
    ...(verdict !== undefined && { verdict: apiVerdict(verdict) }),
    ...(counted !== undefined && { counted: { ...counted, at: rfc3339(counted.at) } }),
    ...(endsAt !== undefined && counted === undefined && !isDrill(episode) && { judgeBefore: rfc3339(before) }),
  };
}

function apiVerdict({ outcome, by, note, at }: AlertEpisode['verdict'] & object): ApiAlert['verdict'] & object {
  return { outcome, by, ...(note !== undefined && { note }), at: rfc3339(at) };
}

function rfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
