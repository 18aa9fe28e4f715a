import { describe, expect, it } from 'vitest';
import { judge } from '../testing/judge.ts';
import { checks } from './index.ts';

describe.each(checks)('$id', (check) => {
  it.each(check.examples)('$result when $when', ({ manifests, version, result }) => {
    expect(judge(check, manifests, version).result).toBe(result);
  });
});
