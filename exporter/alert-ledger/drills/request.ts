import { z } from 'zod';
import { fieldProblems } from '../../config/yaml-file.ts';
import { drillCheck } from '../../contract/vocabulary.ts';
import type { DrillProblem } from '../../model/drill.ts';

/** Longest time that a drill is open, in minutes. */
export const longestMinutes = 30;

const line = (remedy: string) =>
  z
    .string(remedy)
    .trim()
    .min(1, `is empty; ${remedy}`)
    .max(200, 'is longer than 200 characters; shorten it')
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has a line break or a control character; write one line');

const minutesProblem = `is no whole number from 1 to ${longestMinutes}; say after how many minutes the drill closes by itself`;

const schema = z.strictObject({
  cluster: line('name the cluster'),
  owner: line('name who is to be called, or leave it out').default(drillCheck),
  who: line('name who opens it'),
  minutes: z.int(minutesProblem).min(1, minutesProblem).max(longestMinutes, minutesProblem),
});

/** A request for a drill that can be granted. */
export type DrillRequest = z.output<typeof schema>;

/** Reads a request, or tells field by field what is wrong with it. */
export function readDrillRequest(body: unknown): DrillRequest | { readonly problems: readonly DrillProblem[] } {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  return {
    problems: fieldProblems(schema, error).map(({ path, problem }) => ({
      field: path.map(String).join('.') || 'the body',
      problem,
    })),
  };
}
