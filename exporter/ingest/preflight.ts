import { kinds, resourceLabel, type KindName } from '../model/kinds.ts';
import type { ApiClient } from './api-client.ts';
import { isRecord } from '../model/record.ts';
import { neededVerbs, type NeededVerb } from './permission.ts';
import type { IngestTelemetry } from './sink.ts';

/** What the API server says that we may not do; a kind that is missing could not be found out about. */
export type Permissions = ReadonlyMap<KindName, readonly NeededVerb[]>;

/** A permission in the words of an access review. */
export interface Access {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** Everywhere, when absent. */
  readonly namespace?: string;
  readonly name?: string;
}

export interface PreflightDeps {
  readonly api: ApiClient;
  readonly telemetry: IngestTelemetry;
}

/** Rules of roles in this namespace cannot exist, so what is granted in it is granted everywhere. */
const nowhere = 'plumbline-has-no-such-namespace';
const reviewsAtOnce = 4;

/**
 * Which of these kinds we may list and watch in all namespaces. One rules review answers for what RBAC grants; only
 * what it does not grant is asked about one by one, because other authorizers do not enumerate their rules.
 */
export async function preflight(
  { api, telemetry }: PreflightDeps,
  wanted: readonly KindName[],
  verbs: readonly NeededVerb[],
  signal: AbortSignal,
): Promise<Permissions> {
  const granted = await clusterRules(api, signal);
  const permissions = new Map<KindName, readonly NeededVerb[]>();
  const todo = [...wanted];
  const worker = async () => {
    for (let kind = todo.shift(); kind !== undefined && !signal.aborted; kind = todo.shift()) {
      const missing: NeededVerb[] = [];
      let sure = true;
      for (const verb of verbs) {
        const { group, resource } = kinds[kind];
        const allowed = granted(group, resource, verb) || (await mayAccess(api, { group, resource, verb }, signal));
        if (allowed === undefined) sure = false;
        else telemetry.permissionGap(resourceLabel(kind), verb, !allowed);
        if (allowed === false) missing.push(verb);
      }
      if (sure) permissions.set(kind, missing);
    }
  };
  await Promise.all(Array.from({ length: reviewsAtOnce }, worker));
  return permissions;
}

/** The verbs of `neededVerbs` that a one-off read takes. */
export const readOnceVerbs: readonly NeededVerb[] = neededVerbs.filter((verb) => verb !== 'watch');

/** Asks the API server about one permission of ours; undefined when it gives no answer. */
export async function mayAccess(api: ApiClient, access: Access, signal: AbortSignal): Promise<boolean | undefined> {
  const answer = await api.request(
    {
      verb: 'create',
      resource: 'selfsubjectaccessreviews',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: access },
      },
    },
    signal,
  );
  const status = answer.ok && isRecord(answer.value.body) ? answer.value.body['status'] : undefined;
  const allowed = isRecord(status) ? status['allowed'] : undefined;
  return typeof allowed === 'boolean' ? allowed : undefined;
}

type Granted = (group: string, resource: string, verb: string) => boolean;

async function clusterRules(api: ApiClient, signal: AbortSignal): Promise<Granted> {
  const answer = await api.request(
    {
      verb: 'create',
      resource: 'selfsubjectrulesreviews',
      path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectRulesReview',
        spec: { namespace: nowhere },
      },
    },
    signal,
  );
  const status = answer.ok && isRecord(answer.value.body) ? answer.value.body['status'] : undefined;
  const listed: unknown = isRecord(status) ? status['resourceRules'] : undefined;
  const rules = (Array.isArray(listed) ? (listed as unknown[]) : []).filter(isRecord);
  const covers = (values: unknown, value: string) =>
    Array.isArray(values) && (values.includes(value) || values.includes('*'));
  return (group, resource, verb) =>
    rules.some(
      (rule) =>
        covers(rule['verbs'], verb) &&
        covers(rule['apiGroups'], group) &&
        covers(rule['resources'], resource) &&
        !(Array.isArray(rule['resourceNames']) && rule['resourceNames'].length > 0),
    );
}
