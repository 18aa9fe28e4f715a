import { metrics, type ApiFramework } from '../../../contract/index.ts';
import type { Check } from '../../../checks/define.ts';
import type { Contact } from '../../../model/owner.ts';
import { renderChunk, type Chunk, type Sample } from '../chunk.ts';
import { clusterFamily, postureFamily, type Family } from '../family.ts';
import type { RetiredCluster } from '../../retired.ts';
import { labelSet } from '../label-set.ts';

/** Who a cluster is, and since when its backlog is known. */
export function identityFamilies(): readonly Family[] {
  const cluster = labelSet(metrics.clusterBaseline, {});
  return [
    clusterFamily(metrics.clusterInfo, ({ id, version, provider }) =>
      id === '' ? [] : [[labelSet(metrics.clusterInfo, { cluster_uid: id, kubernetes_version: version, provider }), 1]],
    ),
    postureFamily(metrics.clusterBaseline, ({ baselineAt }) =>
      baselineAt === undefined ? [] : [[cluster, baselineAt / 1000]],
    ),
  ];
}

/** What checks are called and which controls they cover: the same in every cluster, so rendered once. */
export function checkChunks(
  checks: readonly Check[],
  frameworks: readonly ApiFramework[],
): readonly { readonly spec: Family['spec']; readonly chunk: Chunk }[] {
  const titles = checks.map(({ id, title, category, severity }): Sample<typeof metrics.checkInfo> => {
    return [labelSet(metrics.checkInfo, { check: id, title, category, severity }), 1];
  });
  const running = new Set(checks.map(({ id }) => id));
  const controls = frameworks.flatMap(({ id: framework, controls: own }) =>
    own.flatMap(({ id: control, checks: answers }) =>
      answers
        .filter((check) => running.has(check))
        .map((check): Sample<typeof metrics.checkFrameworkInfo> => {
          return [labelSet(metrics.checkFrameworkInfo, { check, framework, control }), 1];
        }),
    ),
  );
  return [
    { spec: metrics.checkInfo, chunk: renderChunk(metrics.checkInfo, undefined, titles) },
    { spec: metrics.checkFrameworkInfo, chunk: renderChunk(metrics.checkFrameworkInfo, undefined, controls) },
  ];
}

/** How owners are reached: the same in every cluster. What a team does not have is an empty label. */
export function ownerChunk(contacts: ReadonlyMap<string, Contact>): Chunk {
  const told = [...contacts].map(([owner, { slack = '', escalation = '', runbook = '' }]) => {
    const sample: Sample<typeof metrics.ownerInfo> = [
      labelSet(metrics.ownerInfo, { owner, slack, escalation, runbook }),
      1,
    ];
    return sample;
  });
  return renderChunk(metrics.ownerInfo, undefined, told);
}

/** Clusters that are meant to be watched, or are not any more, one chunk each; a name that is given twice counts once. */
export function expectedChunks(names: Iterable<string>, retired: readonly RetiredCluster[]): readonly Chunk[] {
  const none = labelSet(metrics.clusterExpected, {});
  const told = new Map(retired.map(({ name }) => [name, 0]));
  for (const name of names) told.set(name, 1);
  return Array.from(told, ([name, value]) => renderChunk(metrics.clusterExpected, name, [[none, value]]));
}
