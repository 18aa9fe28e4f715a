/** A cluster that is gone on purpose. */
export interface RetiredCluster {
  readonly name: string;
  readonly reason: string;
  /** Since when, in milliseconds; undefined where nobody says so. */
  readonly since: number | undefined;
}
