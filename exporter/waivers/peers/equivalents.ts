import type { CheckId } from '../../checks/index.ts';

/** Checks of another tool, by its ids, and ours of the same matter. What has none of ours is left out. */
export type Equivalents = Readonly<Record<string, readonly CheckId[]>>;
