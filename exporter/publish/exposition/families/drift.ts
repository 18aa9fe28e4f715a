import { actors, driftScopes, gitopsTools, metrics } from '../../../contract/index.ts';
import { postureFamily, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** M4: changes past GitOps, what deviates now, and of how many objects. */
export function driftFamilies(): readonly Family[] {
  const events = actors.flatMap((actor) =>
    driftScopes.map((scope) => ({ actor, scope, labels: labelSet(metrics.driftEvents, { actor, scope }) })),
  );
  const tools = gitopsTools.map((tool) => ({
    tool,
    drifted: labelSet(metrics.driftedResources, { tool }),
    managed: labelSet(metrics.gitopsManagedResources, { tool }),
  }));
  return [
    postureFamily(metrics.driftEvents, function* ({ memory }, _context, { drift }) {
      if (memory !== 'whole') return;
      for (const { actor, scope, labels } of events) yield [labels, drift.count(actor, scope)];
    }),
    postureFamily(metrics.driftedResources, function* (_posture, _context, { drift }) {
      const counts = drift.drifted();
      for (const { tool, drifted } of tools) yield [drifted, counts.get(tool) ?? 0];
    }),
    postureFamily(metrics.gitopsManagedResources, function* (_posture, _context, { drift }) {
      const counts = drift.managed();
      for (const { tool, managed } of tools) yield [managed, counts.get(tool) ?? 0];
    }),
  ];
}
