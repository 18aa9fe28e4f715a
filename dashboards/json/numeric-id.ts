/** A number that follows from a name alone (FNV-1a, below a million), so that inserting a panel renumbers no other. */
export function numericId(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return 1 + (hash % 999_999);
}
