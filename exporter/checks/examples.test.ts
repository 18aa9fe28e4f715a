import { describe, expect, it } from 'vitest';
import { judgeExample } from '../testing/judge.ts';
import { checks } from './index.ts';

describe.each(checks)('$id', (check) => {
  it.each(check.examples)('$result when $when', (example) => {
    expect(judgeExample(check, example).result).toBe(example.result);
  });
});
