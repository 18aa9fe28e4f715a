/**
 * Kaplan-Meier median of durations: the least time t at which S(t), the product over event times u ≤ t of
 * 1 - events(u) / at risk(u), is at most one half. At risk at u is every event and every open duration of u or more.
 * Infinity when S stays above one half, undefined without any duration. Both lists ascend; any unit.
 */
export function kaplanMeierMedian(ended: readonly number[], open: readonly number[]): number | undefined {
  if (ended.length + open.length === 0) return undefined;
  let survival = 1;
  let [left, gone] = [0, 0];
  while (left < ended.length) {
    const time = ended[left] ?? NaN;
    let next = left + 1;
    while (ended[next] === time) next += 1;
    // What is still open at exactly this age was at risk when the others ended.
    while ((open[gone] ?? Infinity) < time) gone += 1;
    const atRisk = ended.length - left + (open.length - gone);
    survival *= 1 - (next - left) / atRisk;
    // A product of fractions that is one half exactly comes out as a little more.
    if (survival <= 0.5 + 1e-9) return time;
    left = next;
  }
  return Infinity;
}
