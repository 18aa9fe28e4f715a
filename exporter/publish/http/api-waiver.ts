import type { ApiWaiver } from '../../contract/index.ts';
import { kinds } from '../../model/kinds.ts';
import type { WaiverSource, WaiverView } from '../../model/waiver.ts';
import { rfc3339 } from './api-cluster.ts';

/** A waiver as the API tells it; `cluster` is absent for one that is not in any yet. */
export function apiWaiver({ waiver, state, checks, matched, problem }: WaiverView, cluster?: string): ApiWaiver {
  const { name, match, type, reason, requester, approver, ticket, createdAt, expiresAt, source } = waiver;
  return {
    name,
    ...(cluster !== undefined && { cluster }),
    state,
    source: sourceOf(source),
    ...(problem !== undefined
      ? { problem }
      : {
          checks,
          match: { ...match },
          type,
          reason,
          ...(requester !== '' && { requester }),
          ...(approver !== '' && { approver }),
          ...(ticket !== undefined && { ticket }),
          ...(createdAt !== undefined && { createdAt: rfc3339(createdAt) }),
          ...(Number.isFinite(expiresAt) && { expiresAt: rfc3339(expiresAt) }),
          matched,
        }),
  };
}

function sourceOf(source: WaiverSource): ApiWaiver['source'] {
  if (source.kind !== 'annotation') return source;
  const { kind, namespace, name } = source.object;
  return { ...source, object: { kind: kinds[kind].kind, ...(namespace !== '' && { namespace }), name } };
}
