import { AssertionError, deepStrictEqual } from 'node:assert/strict';

/** Throws, and says about what, unless the exporter gives what the specification says. */
export function agree<T>(actual: T, expected: NoInfer<T>, about: string): void {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    throw error instanceof AssertionError ? new Error(`${about}: ${error.message}`, { cause: error }) : error;
  }
}
