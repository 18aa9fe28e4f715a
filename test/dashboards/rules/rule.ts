import type { DashboardModel } from '../dashboard-model.ts';

/** Something that every dashboard keeps to, and what of it this one does not. */
export interface DashboardRule {
  readonly name: string;
  readonly objections: (dashboard: DashboardModel) => readonly string[];
}

/** Values that are there more than once. */
export function repeated<T>(values: readonly T[]): readonly T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
