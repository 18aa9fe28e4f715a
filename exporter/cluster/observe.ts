import { codes, type Evaluator } from '../evaluate/evaluator.ts';
import type { Step } from '../evaluate/engine.ts';
import type { Observation, ObservedOffence } from '../findings/advance.ts';
import { findingId } from '../findings/key.ts';
import { podView } from '../checks/subjects/pod-view.ts';
import { partOf } from '../model/verdict.ts';
import type { LastChanger, Team } from '../model/finding.ts';
import type { KindName } from '../model/kinds.ts';
import { creationOf, lastChangeOf, refOf, type KubeObject } from '../model/object.ts';

/** Turns a fresh evaluation into what the lifecycle asks of an object. */
export function observe(
  { key, object, after }: Step,
  deps: {
    readonly clusterId: string;
    readonly evaluator: Evaluator;
    readonly indexOf: ReadonlyMap<string, number>;
    readonly teamOf: (kind: KindName, object: KubeObject) => Team;
    readonly changerOf: (object: KubeObject) => LastChanger | undefined;
  },
): Observation {
  const ref = refOf(key);
  if (object === undefined || after === undefined) return { ref, present: undefined };
  const offences: ObservedOffence[] = [];
  const exempt = new Set<string>();
  for (const { check: index, exemption, ...offence } of after.violations) {
    const check = deps.evaluator.checks[index];
    if (check === undefined) continue;
    const id = findingId(deps.clusterId, check.id, ref, partOf(offence));
    if (exemption === undefined) offences.push({ ...offence, check: check.id, severity: check.severity, id });
    else exempt.add(id);
  }
  let containers: ReadonlySet<string> | undefined;
  return {
    ref,
    present: {
      apiVersion: object.apiVersion,
      team: deps.teamOf(ref.kind, object),
      get changedBy() {
        return deps.changerOf(object);
      },
      createdAt: creationOf(object.metadata),
      changedAt: lastChangeOf(object.metadata),
      get containers() {
        return (containers ??= new Set(podView(ref.kind, object).containers.map(({ name }) => name)));
      },
      resultOf(check) {
        const code = codes[after.results[deps.indexOf.get(check) ?? -1] ?? 0];
        return code === 'none' ? undefined : code;
      },
      offences,
      exempt,
    },
  };
}
