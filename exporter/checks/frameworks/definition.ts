import { z } from 'zod';
import type { Unanswered } from './unanswered.ts';

/** A control as it is written down: answered by checks, by what answers controls of other frameworks, or by nobody. */
export interface ControlDefinition {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly checks: readonly string[];
  /** Controls of frameworks that ship, whose checks answer this one too. */
  readonly includes: Readonly<Record<string, readonly string[]>>;
  readonly unanswered?: Unanswered | undefined;
}

/** A framework as it is written down, before checks are known. */
export interface FrameworkDefinition {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** Where the original can be read; empty where it is not public. */
  readonly source: string;
  readonly controls: readonly ControlDefinition[];
}

const text = z.string({ error: 'must be text' }).trim().min(1, 'must not be empty').max(500);
/** Numbers that YAML would read as such, for example 4.10, must be quoted, since 4.10 is 4.1 to it. */
const id = z
  .string({ error: 'must be text: put it in quotes, since YAML reads 4.10 as 4.1' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be letters, digits, dots, dashes or underscores, 63 at most');

const control = z
  .strictObject({
    id,
    title: text,
    section: text.default(''),
    checks: z.array(z.string().min(1)).default([]).describe('Ids of checks.'),
    includes: z
      .record(z.string(), z.array(z.string().min(1)).min(1))
      .default({})
      .describe('Controls of frameworks that ship, by framework: what answers them answers this one too.'),
    state: z.enum(['manual', 'not_automatable']).optional(),
    reason: text.optional(),
  })
  .superRefine(({ checks, includes, state, reason }, context) => {
    const answered = checks.length > 0 || Object.keys(includes).length > 0;
    const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (answered && state !== undefined) problem('state', 'is for controls without checks; remove it, or the checks');
    if (!answered && state === undefined) {
      problem(
        'checks',
        'is empty; name checks, or `includes`, or set `state` to manual or not_automatable with a `reason`',
      );
    }
    if ((state === undefined) !== (reason === undefined)) problem('reason', 'goes with `state`; write both or neither');
  });

/** A file of a framework: what a company or a regulator asks for, mapped to checks. */
export const frameworkSchema = z
  .strictObject({
    id: id.regex(/^[a-z0-9-]+$/, 'must be small letters, digits and dashes'),
    title: text,
    version: z.string({ error: 'must be text: write it in quotes' }).min(1).max(63),
    source: z.url().or(z.literal('')).default(''),
    controls: z.array(control).min(1, 'must hold a control at least'),
  })
  .superRefine(({ controls }, context) => {
    const seen = new Set<string>();
    for (const [index, { id: own }] of controls.entries()) {
      if (seen.has(own)) {
        context.addIssue({ code: 'custom', path: ['controls', index, 'id'], message: `"${own}" is there twice` });
      }
      seen.add(own);
    }
  });

/** What a file says, as a definition. */
export function definitionOf(file: z.output<typeof frameworkSchema>): FrameworkDefinition {
  return {
    ...file,
    controls: file.controls.map(({ state, reason, ...rest }) =>
      state === undefined || reason === undefined ? rest : { ...rest, unanswered: { state, reason } },
    ),
  };
}
