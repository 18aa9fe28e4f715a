import type { KindName } from '../../model/kinds.ts';
import type { ApiClient } from '../api-client.ts';
import type { Connection } from '../connection.ts';
import type { ClusterIdentity, IngestTelemetry } from '../sink.ts';
import type { KubeletAccess } from '../kubelets/configz.ts';
import { kubeletProbe } from '../kubelets/kubelet-probe.ts';
import type { KubeletAddress } from '../kubelets/node-roster.ts';
import { anonymousAccessProbe } from './anonymous-access.ts';
import { controlPlaneProbe } from './control-plane.ts';
import type { Probe } from './probe.ts';

export interface ProbeDeps {
  readonly api: ApiClient;
  readonly connection: Connection;
  readonly telemetry: IngestTelemetry;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Who the cluster says it is now. */
  readonly identity: () => ClusterIdentity;
  /** Where the kubelets of the listed nodes are; undefined until nodes are listed. */
  readonly nodes: () => readonly KubeletAddress[] | undefined;
  /** How kubelets may be asked. */
  readonly kubelets: KubeletAccess | undefined;
}

/** Undefined where the configuration does not say how to ask. */
type MakeProbe = (deps: ProbeDeps) => Probe | undefined;

/** Every probe that there is, by a kind that it fills. */
const makers: readonly (readonly [KindName, MakeProbe])[] = [
  ['KubeletConfig', (deps) => deps.kubelets && kubeletProbe(deps.kubelets, deps)],

  ['ControlPlane', controlPlaneProbe],
  ['AnonymousAccess', anonymousAccessProbe],
];

/** The probes that fill some of these kinds. */
export function probesFor(kinds: readonly KindName[], deps: ProbeDeps): readonly Probe[] {
  return makers.filter(([kind]) => kinds.includes(kind)).flatMap(([, make]) => make(deps) ?? []);
}
