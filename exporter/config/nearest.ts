/** A word this short begins too much by chance. */
const shortestStart = 3;

/** Number of single-character edits between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The known word that a mistyped one most likely meant: the only one that it begins, or else the closest; undefined when
 * none is close.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const words = new Set(known);
  if (word.length >= shortestStart) {
    const begun = [...words].filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
    if (begun.length === 1) return begun[0];
  }
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
