/** Which of the files that are read while we run are in force as they stand. */
export interface Reloads {
  succeeded(what: string): void;
  failed(what: string): void;
}

/** Tells at every change whether all of them are; at the start they are, or the process would not have come up. */
export function createReloads(told: (allGood: boolean) => void): Reloads {
  const failing = new Set<string>();
  told(true);
  return {
    succeeded(what) {
      failing.delete(what);
      told(failing.size === 0);
    },
    failed(what) {
      failing.add(what);
      told(false);
    },
  };
}
