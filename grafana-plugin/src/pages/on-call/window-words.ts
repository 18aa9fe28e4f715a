import type { ApiDeployWindow } from '#contract';
import { until } from '../../shown/elapsed.ts';

/** When a deploy window is, seen from now. */
export function timeOf({ from, until: end }: ApiDeployWindow, now: number): string {
  const [begins, ends] = [Date.parse(from), Date.parse(end)];
  if (ends <= now) return 'over';
  return begins <= now ? `open, closes ${until(ends, now)}` : `opens ${until(begins, now)}`;
}

/** Open ones first, the one that closes next before the others; then those that come, in their order. */
export function windowOrder(now: number): (a: ApiDeployWindow, b: ApiDeployWindow) => number {
  const isOpen = ({ from }: ApiDeployWindow) => Date.parse(from) <= now;
  const turn = (window: ApiDeployWindow) => Date.parse(isOpen(window) ? window.until : window.from);
  return (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || turn(a) - turn(b) || a.changeId.localeCompare(b.changeId);
}

/** Where it is: the whole cluster, or some namespaces. */
export function placeOf({ cluster, namespaces }: ApiDeployWindow): string {
  return namespaces === undefined ? `${cluster}, all of it` : `${cluster}: ${namespaces.join(', ')}`;
}
