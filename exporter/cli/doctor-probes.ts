import type { Check } from '../checks/define.ts';
import type { ApiClient } from '../ingest/api-client.ts';
import type { Connection } from '../ingest/connection.ts';
import { noTelemetry } from '../ingest/no-telemetry.ts';
import { probesFor } from '../ingest/probes/choose.ts';
import type { Reading } from '../ingest/probes/probe.ts';
import type { ClusterIdentity } from '../ingest/sink.ts';
import type { ControlPlaneFields, AnonymousAccessFields } from '../model/control-plane.ts';
import { resourceLabel, type KindName } from '../model/kinds.ts';
import { kindsNeeded } from '../model/needs.ts';
import { harmless } from '../report/text.ts';
import type { Diagnosis } from './doctor.ts';

export interface ProbeExamination {
  readonly api: ApiClient;
  readonly connection: Connection;
  readonly identity: ClusterIdentity;
  readonly clock: () => number;
}

/** Asks what no list shows, as the exporter would: how the control plane is started, and what it tells strangers. */
export async function examineProbes(
  { api, connection, identity, clock }: ProbeExamination,
  checks: readonly Check[],
  signal: AbortSignal,
): Promise<Diagnosis[]> {
  const probes = probesFor(kindsNeeded(checks), {
    api,
    connection,
    telemetry: noTelemetry,
    clock,
    identity: () => identity,
    nodes: () => undefined,
    kubelets: undefined,
  });
  const diagnoses: Diagnosis[] = [];
  for (const probe of probes) {
    try {
      for (const reading of await probe.read(signal)) diagnoses.push(...diagnosesOf(reading));
    } finally {
      await probe.close?.();
    }
  }
  return diagnoses;
}

function diagnosesOf(reading: Reading): readonly Diagnosis[] {
  if (!('observed' in reading)) return [unread('problem', 'failure' in reading ? reading.failure : reading.reason)];
  const [one] = reading.observed;
  if (one === undefined) return [];
  const examine = examiners[reading.kind];
  return examine === undefined
    ? [{ level: 'ok', what: `reads ${resourceLabel(reading.kind)}: ${reading.observed.length}` }]
    : examine(one.object);
}

const examiners: Readonly<Partial<Record<KindName, (object: object) => readonly Diagnosis[]>>> = {
  ControlPlane(object: ControlPlaneFields) {
    const { flags, facts, spec, unread: why = {} } = object;
    const managed = spec?.managed === true;
    const diagnoses: Diagnosis[] = [];
    if (flags !== undefined) diagnoses.push({ level: 'ok', what: 'reads the flags of the API server from /flagz' });
    // What a provider runs is not judged by its flags.
    else if (managed) diagnoses.push({ level: 'ok', what: 'its provider runs the control plane: flags do not matter' });
    else if (why.flags !== undefined) {
      diagnoses.push(unread('note', why.flags, 'CIS 1.2 is unknown unless pods of kube-apiserver can be seen'));
    }
    if (facts !== undefined) diagnoses.push({ level: 'ok', what: 'reads the metrics of the API server' });
    else if (why.facts !== undefined) {
      diagnoses.push(
        unread('problem', why.facts, 'use of old APIs and tokens, and what a provider runs, stay unknown'),
      );
    }
    return diagnoses;
  },
  AnonymousAccess({ spec }: AnonymousAccessFields) {
    const answers = Object.entries(spec?.answers ?? {}).map(([path, status]) => `${path} ${status}`);
    return [{ level: 'ok', what: `asked as a stranger: ${answers.join(', ')}` }];
  },
};

/** A reason that ends in a rule to add, told apart from the rule. */
function unread(level: Diagnosis['level'], reason: string, effect?: string): Diagnosis {
  const [why = '', remedy] = reason.split(/: (?=add )/);
  return {
    level,
    what: harmless(effect === undefined ? why : `${why}; ${effect}`),
    ...(remedy !== undefined && { remedy }),
  };
}
