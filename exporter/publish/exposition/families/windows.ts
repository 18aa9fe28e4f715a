import { metrics, overflow } from '../../../contract/index.ts';
import { postureFamily, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** Open changes of one cluster that have a series of their own; the others share one. */
const mostNamed = 5;

/** Deploy windows that count for the cluster as a whole; no series means that none is open. */
export function windowFamilies(): readonly Family[] {
  return [
    postureFamily(metrics.deployWindowActive, function* (_posture, { overflowed }, { windows }) {
      const ids = windows.openChanges();
      const further = ids.length - mostNamed;
      for (const id of ids.slice(0, mostNamed)) yield [labelSet(metrics.deployWindowActive, { change_id: id }), 1];
      if (further <= 0) return;
      overflowed(further);
      yield [labelSet(metrics.deployWindowActive, { change_id: overflow }), 1];
    }),
  ];
}
