import type { ApiProblem } from '#contract';

/** Why a question to the exporter has no answer, told apart by who can mend it. */
export type FailureKind =
  /** The app has no URL of an exporter. */
  | 'not-configured'
  /** Grafana's server cannot reach the exporter, or it did not answer in time. */
  | 'unreachable'
  /** The exporter does not know the token. */
  | 'token'
  /** The user, or the token, may not ask this. */
  | 'forbidden'
  /** There is nothing under this name. */
  | 'not-found'
  /** The question itself is wrong; the problem names the parameter. */
  | 'invalid'
  /** The exporter failed. */
  | 'broken';

/** A question to the exporter that has no answer. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status; 0 when none came. */
  readonly status: number;
  readonly problem: ApiProblem | undefined;

  constructor(kind: FailureKind, status: number, message: string, problem?: ApiProblem) {
    super(message);
    this.name = 'ApiFailure';
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }
}

/** Reads what Grafana's fetch rejects with: an object with a status and the body that the exporter, or Grafana's own proxy, sent. */
export function failureOf(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  const { status = 0, data } = isRejection(thrown) ? thrown : {};
  const problem = isProblem(data) ? data : undefined;
  const said = problem?.detail ?? (isMessage(data) ? data.message : thrown instanceof Error ? thrown.message : '');
  return new ApiFailure(kindOf(status, problem), status, said, problem);
}

function kindOf(status: number, problem: ApiProblem | undefined): FailureKind {
  if (status === 401) return 'token';
  if (status === 403) return 'forbidden';
  // A 404 that does not come from the exporter is the proxy's: it found no route, or no exporter behind it.
  if (status === 404) return problem === undefined ? 'unreachable' : 'not-found';
  if (status === 0 || status === 502 || status === 504) return 'unreachable';
  if (status >= 500) return 'broken';
  return 'invalid';
}

function isRejection(value: unknown): value is { readonly status?: number; readonly data?: unknown } {
  return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';
}

function isProblem(value: unknown): value is ApiProblem {
  return typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string';
}

function isMessage(value: unknown): value is { readonly message: string } {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}
