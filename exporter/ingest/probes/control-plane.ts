import { isDeepStrictEqual } from 'node:util';
import { apiServerFlags, controlPlaneName, type ApiServerFacts } from '../../model/control-plane.ts';
import { at, isRecord } from '../../model/record.ts';
import { project } from '../../normalize/project.ts';
import type { ApiClient } from '../api-client.ts';
import { printable, type Answer, type ApiFailure } from '../failure.ts';
import { isProviderManaged } from '../identity.ts';
import { createFactReader, mergedFacts } from './api-server-facts.ts';
import type { ProbeDeps } from './choose.ts';
import type { Probe, Reading } from './probe.ts';

/** Better first: the server answers with the first of these that it knows (v1beta1 since 1.36). */
const flagzTypes = ['v1beta1', 'v1alpha1']
  .map((version) => `application/json;as=Flagz;v=${version};g=config.k8s.io`)
  .join(', ');

/** What was seen once holds for so long: counters start over with the process, and its replicas count apart. */
const factsMs = 24 * 3_600_000;
/** Metrics are large: an attempt to read the flags soon again does not read them anew. */
const metricsMs = 5 * 60_000;

/** Non-resource paths that the probe gets, for RBAC rules. */
export const controlPlanePaths = ['/flagz', '/metrics'] as const;

/** Reads version, flags and metrics of the API server; a part that is refused is left out, with the reason. */
export function controlPlaneProbe({ api, identity, telemetry, clock }: ProbeDeps): Probe {
  let remembered: { readonly facts: ApiServerFacts; at: number }[] = [];

  async function facts(signal: AbortSignal): Promise<Answer<ApiServerFacts>> {
    const now = clock();
    remembered = remembered.filter((reading) => now - reading.at < factsMs);
    if (!remembered.some((reading) => now - reading.at < metricsMs)) {
      const answer = await readFacts(api, signal);
      if (!answer.ok) return answer;
      const same = remembered.find((reading) => isDeepStrictEqual(reading.facts, answer.value));
      if (same === undefined) remembered.push({ facts: answer.value, at: now });
      else same.at = now;
    }
    return { ok: true, value: mergedFacts(remembered.map((reading) => reading.facts)) };
  }

  async function read(signal: AbortSignal): Promise<readonly Reading[]> {
    const kind = 'ControlPlane';
    const version = await api.request({ verb: 'get', resource: 'version', path: '/version' }, signal);
    if (!version.ok && version.failure.code === undefined) return [{ kind, failure: version.failure.message }];
    const [flags, metrics] = [await readFlags(api, signal), await facts(signal)];
    for (const [path, answer] of [['/flagz', flags] as const, ['/metrics', metrics] as const]) {
      if (answer.ok || answer.failure.code !== undefined) telemetry.permissionGap(path, 'get', isForbidden(answer));
    }
    const { provider } = identity();
    const unread = {
      ...(!flags.ok && { flags: whyUnread('/flagz', flags.failure) }),
      ...(!metrics.ok && { facts: whyUnread('/metrics', metrics.failure) }),
    };
    const object = project(kind, {
      metadata: { name: controlPlaneName },
      spec: {
        version: version.ok ? textAt(version.value.body, 'gitVersion') : identity().version,
        ...(version.ok && { platform: textAt(version.value.body, 'platform') }),
        provider,
        managed: isProviderManaged(provider),
      },
      ...(flags.ok && { flags: flags.value }),
      ...(metrics.ok && { facts: metrics.value }),
      ...(Object.keys(unread).length > 0 && { unread }),
    });
    // A server without /flagz will not have it in a minute either.
    const incomplete = [flags, metrics].some((answer) => !answer.ok && !isAbsent(answer.failure));
    return [{ kind, observed: [{ kind, object }], incomplete }];
  }

  return { name: 'control plane', kinds: ['ControlPlane'], read };
}

async function readFlags(api: ApiClient, signal: AbortSignal): Promise<Answer<Record<string, string>>> {
  const request = { verb: 'get', resource: '/flagz', path: '/flagz', headers: { accept: flagzTypes } } as const;
  const answer = await api.request(request, signal);
  if (!answer.ok) return answer;
  const flags = at(answer.value.body, 'flags');
  if (!isRecord(flags)) {
    return { ok: false, failure: { code: 200, reason: 'Garbled', message: '/flagz answered no flags' } };
  }
  const kept: Record<string, string> = {};
  for (const name of apiServerFlags) {
    const value = flags[name];
    if (typeof value === 'string') kept[name] = printable(value);
  }
  return { ok: true, value: kept };
}

async function readFacts(api: ApiClient, signal: AbortSignal): Promise<Answer<ApiServerFacts>> {
  const reader = createFactReader();
  const headers = { accept: 'text/plain;version=0.0.4' };
  const request = { verb: 'get', resource: '/metrics', path: '/metrics', headers } as const;
  const answer = await api.lines(request, reader.take, signal);
  return answer.ok ? { ok: true, value: reader.facts() } : answer;
}

function textAt(body: unknown, field: string): string {
  const value = at(body, field);
  return typeof value === 'string' ? printable(value) : 'unknown';
}

function isForbidden(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.failure.code === 403;
}

/** Not there (before 1.32), switched off, or not in a form that is meant for programs (406). */
function isAbsent({ code }: ApiFailure): boolean {
  return code === 404 || code === 406;
}

function whyUnread(path: string, failure: ApiFailure): string {
  if (failure.code === 403) {
    return `the API server forbids to read ${path}: add the rule {nonResourceURLs: ["${path}"], verbs: ["get"]} to the exporter's ClusterRole`;
  }
  if (isAbsent(failure))
    return `the API server does not serve ${path}${path === '/flagz' ? ' (it does from 1.36 on)' : ''}`;
  return `${path} of the API server was not read: ${failure.message}`;
}
