import { changePaths, metrics, skippedSampleReasons } from '../../../contract/index.ts';
import { postureFamily, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

/** M8: how long changes take to show, and when that could not be told. */
export function latencyFamilies(): readonly Family[] {
  const paths = changePaths.map((path) => ({ path, labels: labelSet(metrics.changeToResult, { path }) }));
  const reasons = skippedSampleReasons.map((reason) => ({
    reason,
    labels: labelSet(metrics.latencySamplesSkipped, { reason }),
  }));
  const cluster = labelSet(metrics.watchCanary, {});

  return [
    postureFamily(metrics.changeToResult, function* (_posture, _context, view) {
      for (const { path, labels } of paths) yield [labels, view.latency.histogram(path)];
    }),
    postureFamily(metrics.watchCanary, (_posture, _context, view) => [[cluster, view.latency.canary]]),
    postureFamily(metrics.latencySamplesSkipped, function* (_posture, _context, view) {
      for (const { reason, labels } of reasons) yield [labels, view.latency.skipped(reason)];
    }),
    postureFamily(metrics.unsyncedSeconds, (_posture, _context, view) => [[cluster, view.unsyncedSeconds()]]),
  ];
}
