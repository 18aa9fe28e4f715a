import { defineCheck, type Check } from '../../exporter/checks/define.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { podHostPid } from '../../exporter/checks/pod-security/pod-host-pid.ts';
import { podPrivileged } from '../../exporter/checks/pod-security/pod-privileged.ts';
import { container } from '../../exporter/checks/subjects/container.ts';
import { whole } from '../../exporter/checks/subjects/whole.ts';
import type { Severity } from '../../exporter/contract/index.ts';
import { workloadKinds } from '../../exporter/model/kinds.ts';

/** Kinds that histories are about; the other kinds of workloads are listed and empty. */
export const thingKinds = ['Deployment', 'ReplicaSet', 'Pod', 'ServiceAccount'] as const;
export type ThingKind = (typeof thingKinds)[number];

/** An object, as far as the checks of histories look at it. Times are milliseconds. */
export interface Thing {
  readonly kind: ThingKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly createdAt: number | undefined;
  readonly team: string;
  readonly containers: Readonly<Record<string, { readonly bad: boolean; readonly privileged: boolean }>>;
  readonly hostPid: boolean;
  readonly wide: boolean;
  readonly risky: boolean;
  /** uid of the ReplicaSet of the same name that a Pod says has made it. */
  readonly madeBy: string | undefined;
}

/** What tells objects of one cluster apart. */
export function placeOf({ kind, namespace, name }: Pick<Thing, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

export const checkIds = [
  'model-bad-image',
  'model-wide',
  'model-shared-account',
  'pod-privileged',
  'pod-host-pid',
] as const;
export type CheckId = (typeof checkIds)[number];

/** Which checks are in use, and how severe they are: what a configuration and a release decide. */
export type Setup = Readonly<Partial<Record<CheckId, Severity>>>;

const apiVersions: Readonly<Record<ThingKind, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Pod: 'v1',
  ServiceAccount: 'v1',
};

/** The object as the API server would deliver it. */
export function manifestOf(thing: Thing): Manifest {
  const { kind, namespace, name, uid, resourceVersion, createdAt, team, madeBy } = thing;
  const pod = {
    hostPID: thing.hostPid,
    containers: Object.entries(thing.containers).map(([name, { bad, privileged }]) => ({
      name,
      image: bad ? 'bad' : 'good',
      securityContext: { privileged },
    })),
  };
  const spec = kind === 'Pod' ? { spec: pod } : kind === 'ServiceAccount' ? {} : { spec: { template: { spec: pod } } };
  return {
    apiVersion: apiVersions[kind],
    kind,
    metadata: {
      namespace,
      name,
      uid,
      resourceVersion,
      ...(createdAt !== undefined && { creationTimestamp: new Date(createdAt).toISOString() }),
      labels: { 'plumbline.dev/owner': team, wide: String(thing.wide), risky: String(thing.risky) },
      ...(madeBy !== undefined && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: madeBy, controller: true }],
      }),
    },
    ...spec,
  };
}

const said = {
  category: 'pod-security',
  risk: { impact: 'node', ease: 'direct' },
  frameworks: {},
  because: 'It is part of a history.',
  remedy: 'Undo it.',
  examples: { violating: {}, compliant: {} },
} as const;

const workload = whole('workload', workloadKinds, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app' } });
const deployment = whole('deployment', ['Deployment'], {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
});

/** The checks of a setup; one that is in `trouble` throws at whatever it looks at. */
export function checksOf(setup: Setup, trouble: ReadonlySet<CheckId>): readonly Check[] {
  const all = [
    defineCheck({
      ...said,
      id: 'model-bad-image',
      title: 'Container runs a bad image',
      subject: container,
      fields: ['image'],
      violatedBy: ({ container: { image } }) => image === 'bad',
    }),
    defineCheck({
      ...said,
      id: 'model-wide',
      title: 'Deployment is wide',
      subject: deployment,
      fields: ['metadata.labels.wide'],
      violatedBy: ({ metadata: { labels } }) => labels?.['wide'] === 'true',
    }),
    defineCheck({
      ...said,
      id: 'model-shared-account',
      title: 'The shared account of the namespace is risky',
      subject: workload,
      reads: ['ServiceAccount'],
      fields: ['metadata.namespace'],
      violatedBy({ metadata: { namespace } }, world) {
        const account = world.find('ServiceAccount', namespace, 'shared');
        return account === undefined ? 'not_applicable' : account.metadata.labels?.['risky'] === 'true';
      },
    }),
    podPrivileged,
    podHostPid,
  ];
  return all.flatMap((check: Check): readonly Check[] => {
    const id = check.id as CheckId;
    const severity = setup[id];
    if (severity === undefined) return [];
    const { judge } = check;
    return [
      {
        ...check,
        severity,
        judge(judged, world) {
          if (trouble.has(id)) throw new Error(`${id} is in trouble`);
          return judge(judged, world);
        },
      },
    ];
  });
}
