/** Error body after RFC 9457, served as `application/problem+json`. */
export interface ApiProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The query parameter or field at fault. */
  readonly parameter?: string;
}
