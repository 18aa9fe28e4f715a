/** What the fake API server does instead of answering properly. */
export type Fault =
  | {
      readonly do: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfter?: number;
    }
  /** Nothing at all. For a watch: accepted, and nothing after that. */
  | { readonly do: 'hang' }
  /** The socket closes before an answer. */
  | { readonly do: 'reset' }
  /** Half of the body, then the socket closes. */
  | { readonly do: 'half' }
  | { readonly do: 'slow'; readonly ms: number }
  /** The answer is not JSON. On a watch, such a line comes in place of the next event. */
  | { readonly do: 'garbage' }
  /** In place of the next event of a watch comes a line of so many bytes. */
  | { readonly do: 'giant'; readonly bytes: number }
  /** A watch starts with an ERROR event. */
  | { readonly do: 'error-event'; readonly code: number; readonly reason: string }
  /** The next event of the watch is cut in the middle. */
  | { readonly do: 'cut' }
  /** The watch ends at once, as if its time were over. */
  | { readonly do: 'eof' };

export interface FaultRule {
  readonly verb?: string;
  readonly resource?: string;
  /** Only pages after the first. */
  readonly continued?: boolean;
  /** How many requests it meets; forever when absent. */
  times?: number;
  readonly fault: Fault;
}

export interface Incoming {
  readonly verb: string;
  readonly resource: string;
  readonly continued: boolean;
}

/** Faults to come, met in the order in which they were planned. */
export class FaultPlan {
  readonly #rules: FaultRule[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ ...rule });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  take(incoming: Incoming): Fault | undefined {
    const rule = this.#rules.find(
      ({ verb = incoming.verb, resource = incoming.resource, continued, times }) =>
        verb === incoming.verb &&
        resource === incoming.resource &&
        (continued === undefined || continued === incoming.continued) &&
        times !== 0,
    );
    if (rule?.times !== undefined) rule.times -= 1;
    return rule?.fault;
  }
}
