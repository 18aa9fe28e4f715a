import type { KindName } from '../../model/kinds.ts';
import type { ApiClient } from '../api-client.ts';
import type { Connection } from '../connection.ts';
import type { ClusterIdentity, IngestTelemetry } from '../sink.ts';
import type { Probe } from './probe.ts';

export interface ProbeDeps {
  readonly api: ApiClient;
  readonly connection: Connection;
  readonly telemetry: IngestTelemetry;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Who the cluster says it is now. */
  readonly identity: () => ClusterIdentity;
}

type MakeProbe = (deps: ProbeDeps) => Probe;

/** Every probe that there is, by a kind that it fills. */
const makers: readonly (readonly [KindName, MakeProbe])[] = [];

/** The probes that fill some of these kinds. */
export function probesFor(kinds: readonly KindName[], deps: ProbeDeps): readonly Probe[] {
  return makers.filter(([kind]) => kinds.includes(kind)).map(([, make]) => make(deps));
}
