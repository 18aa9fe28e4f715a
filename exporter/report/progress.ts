/** Tells on a terminal how far long work has come. */
export interface Progress {
  /** Replaces the line; called as often as is convenient. */
  update(text: () => string): void;
  /** Wipes the line. */
  done(): void;
}

export interface ProgressDeps {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Milliseconds on any clock. */
  readonly clock: () => number;
}

const quietMs = 500;
const everyMs = 100;

/** Progress on a stream that is a terminal; nothing on any other, and nothing for work that is soon done. */
export function createProgress({ stream, clock }: ProgressDeps): Progress {
  if (stream.isTTY !== true) return { update() {}, done() {} };
  let last = clock() + quietMs - everyMs;
  let shown = false;
  return {
    update(text) {
      const now = clock();
      if (now - last < everyMs) return;
      last = now;
      shown = true;
      stream.write(`\r\x1b[2K${text()}`);
    },
    done() {
      if (shown) stream.write('\r\x1b[2K');
      shown = false;
    },
  };
}
