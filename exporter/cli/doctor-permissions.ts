import type { Check } from '../checks/define.ts';
import type { Config } from '../config/schema.ts';
import type { ApiClient } from '../ingest/api-client.ts';
import { canaryVerbs } from '../ingest/canary.ts';
import { noTelemetry } from '../ingest/no-telemetry.ts';
import { missingPermission, neededVerbs } from '../ingest/permission.ts';
import { mayAccess, type Access } from '../ingest/preflight.ts';
import { createSurvey } from '../ingest/survey.ts';
import { isServedByApi, kinds, resourceLabel, type KindName } from '../model/kinds.ts';
import { kindsNeeded } from '../model/needs.ts';
import type { Diagnosis } from './doctor.ts';
import { listed } from './listed.ts';
import { rulesFor, type MissingRight } from './rbac-rules.ts';

/** What is examined and which rights it turned out to lack. */
interface Finding {
  readonly diagnoses: readonly Diagnosis[];
  readonly missing: readonly MissingRight[];
}

/** What the exporter itself does with kinds that no check looks at, and does without where it may not. */
const lostWith: Readonly<Partial<Record<KindName, string>>> = {
  Namespace: 'owners that namespaces name stay unknown',
  Node: 'the provider may stay unknown',
  Waiver: 'waivers in the cluster are not honoured; those of waivers.paths are',
};

/** Examines what we may do in one cluster, what stays dark without, and which rules would change that. */
export async function examinePermissions(
  api: ApiClient,
  checks: readonly Check[],
  clusters: Pick<Config['clusters'], 'canary' | 'read'>,
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const found = [
    await examineKinds(api, checks, signal),
    ...(clusters.read.events ? [await examineEvents(api, signal)] : []),
    ...(clusters.canary.enabled ? [await examineLease(api, clusters.canary, signal)] : []),
  ];
  const missing = found.flatMap((one) => one.missing);
  const diagnoses = found.flatMap((one) => one.diagnoses);
  if (missing.length === 0) return diagnoses;
  return [...diagnoses, { level: 'note', what: 'all that is missing, as rules to paste', paste: rulesFor(missing) }];
}

async function examineKinds(api: ApiClient, checks: readonly Check[], signal: AbortSignal): Promise<Finding> {
  const wanted = kindsNeeded(checks).filter(isServedByApi);
  const survey = createSurvey({ api, telemetry: noTelemetry, kinds: wanted, verbs: neededVerbs, refusalMs: 0 });
  const discovered = await survey.discover(signal);
  if (!discovered.ok) {
    const what = `does not say what it serves: ${discovered.failure.message}`;
    return { diagnoses: [{ level: 'problem', what, remedy: 'allow get on /api and /apis' }], missing: [] };
  }
  const seen: KindName[] = [];
  const rights: MissingRight[] = [];
  const diagnoses: Diagnosis[] = [];
  for (const kind of wanted) {
    const { target, missing } = survey.standing(kind);
    if (target === undefined) {
      if (!kinds[kind].custom)
        diagnoses.push({ level: 'note', what: `does not serve ${resourceLabel(kind)}`, remedy: 'none needed' });
    } else if (missing.length === 0) seen.push(kind);
    else {
      const blind = checks.filter(({ needs }) => needs.includes(kind)).map(({ id }) => id);
      const effects = [lostWith[kind], blind.length > 0 ? `unknown for it: ${listed(blind)}` : undefined];
      const [why = '', remedy] = missingPermission(kind, missing).split(/: (?=add )/);
      const what = [why, ...effects.filter((effect) => effect !== undefined)].join('; ');
      diagnoses.push({ level: 'problem', what, ...(remedy !== undefined && { remedy }) });
      const { group, resource } = kinds[kind];
      rights.push({ group, resource, verbs: ['get', 'list', 'watch'] });
    }
  }
  const what = `may list and watch ${seen.length} kinds: ${seen.map(resourceLabel).join(', ')}`;
  return { diagnoses: [{ level: 'ok', what }, ...diagnoses], missing: rights };
}

async function examineEvents(api: ApiClient, signal: AbortSignal): Promise<Finding> {
  const events = { group: '', resource: 'events' };
  const missing = await missingVerbs(api, neededVerbs, (verb) => ({ ...events, verb }), signal);
  if (missing.length === 0)
    return { diagnoses: [{ level: 'ok', what: 'may read Events, and with them what admission refuses' }], missing: [] };
  return {
    diagnoses: [
      {
        level: 'problem',
        what: `not allowed to ${missing.join(' and ')} events in all namespaces: what admission refuses is not counted`,
        remedy: 'add the rule below, or set clusters.read.events to false',
      },
    ],
    missing: [{ ...events, verbs: ['get', 'list', 'watch'] }],
  };
}

async function examineLease(
  api: ApiClient,
  { namespace, name }: Config['clusters']['canary'],
  signal: AbortSignal,
): Promise<Finding> {
  const leases = { group: 'coordination.k8s.io', resource: 'leases', namespace };
  // A name cannot be asked about before the object exists.
  const ask = (verb: string) => ({ ...leases, verb, ...(verb !== 'create' && { name }) });
  const missing = await missingVerbs(api, canaryVerbs, ask, signal);
  if (missing.length === 0)
    return { diagnoses: [{ level: 'ok', what: `may keep the Lease ${namespace}/${name}` }], missing: [] };
  return {
    diagnoses: [
      {
        level: 'problem',
        what: `not allowed to ${missing.join(' and ')} the Lease ${namespace}/${name}: no watch canary, and no baseline that outlives the store`,
        remedy: 'add the rules below, or set clusters.canary.enabled to false',
      },
    ],
    missing: [{ ...leases, name, verbs: missing }],
  };
}

async function missingVerbs(
  api: ApiClient,
  verbs: readonly string[],
  accessOf: (verb: string) => Access,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const verb of verbs) if ((await mayAccess(api, accessOf(verb), signal)) !== true) missing.push(verb);
  return missing;
}
