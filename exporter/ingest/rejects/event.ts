import { kindNamed, type KindName } from '../../model/kinds.ts';
import { isRecord } from '../../model/record.ts';
import type { SeenReject } from '../../model/reject.ts';
import { secretsInText } from '../../normalize/secret-text.ts';
import { printable } from '../failure.ts';
import { denialIn } from './denial.ts';

/** Which reasons of which controllers say that they could not make an object, and of what kind. */
const makers: Readonly<Partial<Record<KindName, { readonly reason: string; readonly makes: string }>>> = {
  Deployment: { reason: 'ReplicaSetCreateError', makes: 'ReplicaSet' },
  ReplicaSet: { reason: 'FailedCreate', makes: 'Pod' },
  ReplicationController: { reason: 'FailedCreate', makes: 'Pod' },
  StatefulSet: { reason: 'FailedCreate', makes: 'Pod' },
  DaemonSet: { reason: 'FailedCreate', makes: 'Pod' },
  Job: { reason: 'FailedCreate', makes: 'Pod' },
  CronJob: { reason: 'FailedCreate', makes: 'Job' },
};

/**
 * Which Events are asked for. Most warnings are about pods, which make nothing: the API server leaves them out, so that
 * a cluster with thousands of crashing pods costs nothing here.
 */
export const rejectEventSelector = 'type=Warning,involvedObject.kind!=Pod';

const longestReason = 1_000;
const longestName = 253;

/**
 * The denial that an Event of a controller tells of, or undefined. Whoever may write Events in a namespace can make one
 * up: a reject is evidence, not proof. `skewMs` is how far the server's clock is ahead of ours.
 */
export function rejectOfEvent(raw: unknown, skewMs: number): SeenReject | undefined {
  if (!isRecord(raw)) return undefined;
  const { metadata, involvedObject, reason, message, series } = raw;
  if (!isRecord(metadata) || !isRecord(involvedObject) || typeof message !== 'string') return undefined;
  const { apiVersion, kind: plainKind, namespace, name } = involvedObject;
  const { uid } = metadata;
  if (typeof apiVersion !== 'string' || typeof plainKind !== 'string') return undefined;
  if (!isName(namespace) || !isName(name) || !isName(uid)) return undefined;
  const kind = kindNamed(apiVersion, plainKind);
  const maker = kind === undefined ? undefined : makers[kind];
  if (kind === undefined || maker === undefined || maker.reason !== reason) return undefined;
  const denial = denialIn(message);
  if (denial === undefined) return undefined;

  const repeated = isRecord(series) ? series : {};
  const created = timeOf(metadata['creationTimestamp']);
  const firstAt = timeOf(raw['firstTimestamp']) ?? timeOf(raw['eventTime']) ?? created;
  if (firstAt === undefined) return undefined;
  const lastAt = timeOf(repeated['lastObservedTime']) ?? timeOf(raw['lastTimestamp']) ?? firstAt;
  return {
    source: 'event',
    record: uid,
    engine: denial.engine,
    policies: denial.policies.map((policy) => printable(policy)),
    // A StatefulSet also makes the claims of its pods, under the same reason.
    refused: kind === 'StatefulSet' && message.includes('create Claim ') ? 'PersistentVolumeClaim' : maker.makes,
    by: { kind, namespace, name },
    reason: printable(withoutSecrets(denial.explanation), longestReason),
    firstAt: firstAt - skewMs,
    lastAt: Math.max(firstAt, lastAt) - skewMs,
    attempts: Math.max(1, countOf(repeated['count']), countOf(raw['count'])),
  };
}

/** Policies may quote what they object to. */
function withoutSecrets(text: string): string {
  let safe = '';
  let from = 0;
  for (const { start, end, class: found } of secretsInText(text).sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    safe += `${text.slice(from, start)}<${found}>`;
    from = end;
  }
  return safe + text.slice(from);
}

/** The API server does not look at names in Events: what is longer than names can be is made up. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestName && !value.includes('/');
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
