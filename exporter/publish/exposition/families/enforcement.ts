import { metrics, policyEngines } from '../../../contract/index.ts';
import { postureFamily, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** M5: what admission refused. Absent where no source of denials could be read, since 0 would read like good news. */
export function enforcementFamilies(): readonly Family[] {
  const engines = policyEngines.map((engine) => ({ engine, labels: labelSet(metrics.admissionRejects, { engine }) }));
  return [
    postureFamily(metrics.admissionRejects, function* ({ memory }, _context, { rejects }) {
      // What the store has not confirmed may come back as less.
      if (memory !== 'whole' || !rejects.connected) return;
      for (const { engine, labels } of engines) yield [labels, rejects.count(engine)];
    }),
  ];
}
