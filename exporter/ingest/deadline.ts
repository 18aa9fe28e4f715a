/** A signal that fires with its parent, or when nothing happens for too long. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Something happened: the time starts again, with a new length if given (ms). */
  extend(ms?: number): void;
  /** Whether time ran out, rather than the parent firing. */
  expired(): boolean;
}

/** Must be disposed of, so that neither a timer nor a listener on `parent` is left. */
export function createDeadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  let length = ms;
  const expire = () => {
    expired = true;
    controller.abort();
  };
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  let timer = setTimeout(expire, length);
  return {
    signal: controller.signal,
    expired: () => expired,
    extend(newLength = length) {
      if (newLength === length) return void timer.refresh();
      length = newLength;
      clearTimeout(timer);
      timer = setTimeout(expire, length);
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
    },
  };
}
