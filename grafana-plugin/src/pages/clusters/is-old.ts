/** Milliseconds after which silence of a cluster is no longer within the ordinary: its alert waits no longer either. */
const oldAfter = 15 * 60_000;

/** Whether what was told at a time (RFC 3339) may be otherwise now. */
export function isOld(at: string, now: number): boolean {
  // A time that cannot be read is not one that is new.
  return !(now - Date.parse(at) <= oldAfter);
}
