import picomatch from 'picomatch';
import { z } from 'zod';
import type { ApiFramework } from '../contract/api.ts';
import { waiverTypes } from '../contract/vocabulary.ts';
import { formatDuration } from '../config/duration.ts';
import { nearest } from '../config/nearest.ts';
import { kinds } from '../model/kinds.ts';
import type { Waiver, WaiverSource } from '../model/waiver.ts';
import { dayOf, endOf, lastDayBefore, startOf } from './dates.ts';

export const waiverApiVersion = 'plumbline.dev/v1alpha1';

/** What waivers are held against. */
export interface WaiverTerms {
  /** Ids of all checks there are, in use or not. */
  readonly checks: readonly string[];
  readonly frameworks: readonly Pick<ApiFramework, 'id' | 'controls'>[];
  /** Longest time from creation to expiry, in milliseconds. */
  readonly longestMs: number;
  readonly clock: () => number;
}

const text = z
  .string()
  .trim()
  .min(1, 'is empty; say something')
  .max(1000, 'is longer than 1,000 characters; shorten it');
const person = z
  .string()
  .trim()
  .min(1, 'is empty; name somebody')
  .max(200, 'is longer than 200 characters; shorten it');
const mostPatterns = 100;

/**
 * A name, or a pattern. Each `*` multiplies what matching a long name costs, and groups do worse; whoever may write a
 * waiver in a cluster must not be able to keep everything else waiting. A bad one ends validation: nothing matches it.
 */
const pattern = z
  .string()
  .min(1, 'is empty; write a name or a pattern')
  .max(253, 'is longer than 253 characters; no name is')
  .refine((text) => !/[()]/.test(text) && (text.match(/\*+|\+/g) ?? []).length <= 3, {
    error: 'is too costly to match; write a name, or a pattern with at most three * and no groups',
    abort: true,
  });
const patterns = z
  .array(pattern)
  .min(1, 'is empty; leave it out to match everything')
  .max(mostPatterns, `has more than ${mostPatterns} entries; use patterns, or several waivers`);

const date = z.string().refine((value) => startOf(value) !== undefined, {
  error: 'is not a date; write one such as 2026-12-31, which ends with that day in UTC, or 2026-12-31T12:00:00Z',
});

const expressionSchema = z
  .strictObject({
    key: z.string().min(1),
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
    values: z.array(z.string()).optional(),
  })
  .refine(({ operator, values = [] }) => operator.includes('In') === values.length > 0, {
    path: ['values'],
    error: 'does not fit the operator; give values to In and NotIn, and none to the others',
  });

const selectorSchema = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(expressionSchema).optional(),
});

const knownKinds: readonly string[] = [...new Set(Object.values(kinds).flatMap(({ name, kind }) => [name, kind]))];

const resourceSchema = z.strictObject({
  kind: z.string().superRefine((kind, context) => {
    if (knownKinds.includes(kind)) return;
    const meant = nearest(kind, knownKinds);
    const remedy = meant === undefined ? 'write a kind such as Deployment' : `did you mean ${meant}?`;
    context.addIssue({ code: 'custom', message: `"${kind}" is not a kind that is judged; ${remedy}` });
  }),
  name: pattern.optional(),
});

const matchSchema = z.strictObject({
  clusters: patterns.optional(),
  namespaces: patterns.optional(),
  namespaceSelector: selectorSchema.optional(),
  objectSelector: selectorSchema.optional(),
  resources: z
    .array(resourceSchema)
    .min(1, 'is empty; leave it out to match everything')
    .max(mostPatterns, `has more than ${mostPatterns} entries; use patterns, or several waivers`)
    .optional(),
  containers: patterns.optional(),
});

const specShape = z.strictObject({
  checks: z.array(pattern).max(1_000, 'has more than 1,000 entries; use patterns').default([]),
  frameworks: z.array(z.string().min(1)).default([]),
  match: matchSchema.default({}),
  type: z.enum(waiverTypes),
  reason: text,
  requester: person,
  approver: person,
  ticket: z.string().trim().min(1).max(200).optional(),
  createdAt: date.optional(),
  expiresAt: date,
});

export type WaiverSpec = z.output<typeof specShape>;

/** Names of waivers are names of objects, so that every file can be applied as a resource too. */
export const waiverName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/, {
  error: 'is not a name; write small letters, digits and dashes, such as legacy-agent-privileged',
});

/** The `spec` of a waiver under these terms; the creation of a resource counts where the spec does not say when. */
export function specSchema(terms: WaiverTerms, created?: number) {
  return specShape.superRefine((spec, context) => {
    const refuse = (path: readonly PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path: [...path], message });
    if (spec.checks.length + spec.frameworks.length === 0) {
      refuse(['checks'], 'is missing; name checks, or frameworks, whose failures are accepted');
    }
    spec.checks.forEach((pattern, index) => {
      if (checksNamed(pattern, terms.checks).length > 0) return;
      refuse(['checks', index], `"${pattern}" is not a check; ${remedyFor(pattern, terms.checks)}`);
    });
    spec.frameworks.forEach((name, index) => {
      if (checksOfFramework(name, terms) !== undefined) return;
      const known = terms.frameworks.map(({ id }) => id);
      refuse(
        ['frameworks', index],
        `"${name}" is not a framework, nor a control as in cis/5.2.2; ${remedyFor(name, known)}`,
      );
    });
    const broad = spec.frameworks.length > 0 || spec.checks.some(isPattern);
    if (broad && !narrows(spec.match)) {
      refuse(
        ['match'],
        'selects everything, which only checks named in full may do; name namespaces, labels, resources or containers',
      );
    }
    if (samePerson(spec.approver, spec.requester)) {
      refuse(['approver'], 'is the requester; somebody else has to approve');
    }
    const end = endOf(spec.expiresAt);
    const now = terms.clock();
    const begin = Math.min((spec.createdAt === undefined ? undefined : startOf(spec.createdAt)) ?? created ?? now, now);
    // A day counts whole, at its beginning and at its end.
    const latest = begin + terms.longestMs + 86_400_000;
    if (end !== undefined && end > latest) {
      refuse(
        ['expiresAt'],
        `is more than ${formatDuration(terms.longestMs)} after ${dayOf(begin)}; write ${lastDayBefore(latest)} or earlier, and renew it then`,
      );
    }
  });
}

/** A whole waiver, as a file or the API server holds it. */
export function waiverSchema(terms: WaiverTerms, created?: number) {
  return z.looseObject({
    apiVersion: z.literal(waiverApiVersion, { error: `is not ${waiverApiVersion}; write that` }),
    kind: z.literal('Waiver', { error: 'is not Waiver; write that, and keep other documents elsewhere' }),
    metadata: z.looseObject({ name: waiverName }),
    spec: specSchema(terms, created),
  });
}

/** A waiver from what its schema has accepted. */
export function waiverOf(name: string, spec: WaiverSpec, source: WaiverSource): Waiver {
  const { ticket, createdAt, expiresAt, match, ...rest } = spec;
  const begin = createdAt === undefined ? undefined : startOf(createdAt);
  return {
    ...rest,
    name,
    // The schema lets nothing through that has other fields; optional ones may be there without a value.
    match: JSON.parse(JSON.stringify(match)) as Waiver['match'],
    ...(ticket !== undefined && { ticket }),
    ...(begin !== undefined && { createdAt: begin }),
    expiresAt: endOf(expiresAt) ?? 0,
    source,
  };
}

/** Ids of the checks that a waiver is about. */
export function checksOf(
  { checks, frameworks }: Pick<Waiver, 'checks' | 'frameworks'>,
  terms: WaiverTerms,
): ReadonlySet<string> {
  return new Set([
    ...checks.flatMap((pattern) => checksNamed(pattern, terms.checks)),
    ...frameworks.flatMap((name) => checksOfFramework(name, terms) ?? []),
  ]);
}

function checksNamed(pattern: string, ids: readonly string[]): readonly string[] {
  if (!isPattern(pattern)) return ids.includes(pattern) ? [pattern] : [];
  const matches = picomatch(pattern);
  return ids.filter((id) => matches(id));
}

function checksOfFramework(name: string, { frameworks }: WaiverTerms): readonly string[] | undefined {
  const slash = name.indexOf('/');
  const framework = frameworks.find(({ id }) => id === (slash < 0 ? name : name.slice(0, slash)));
  if (framework === undefined) return undefined;
  if (slash < 0) return framework.controls.flatMap(({ checks }) => checks);
  return framework.controls.find(({ id }) => id === name.slice(slash + 1))?.checks;
}

function isPattern(text: string): boolean {
  return /[*?[\]{}()!]/.test(text);
}

function narrows({
  namespaces,
  namespaceSelector,
  objectSelector,
  resources,
  containers,
}: WaiverSpec['match']): boolean {
  const named = (list: readonly string[] | undefined): boolean =>
    list !== undefined && !list.some((one) => /^\*+$/.test(one));
  const selective = [namespaceSelector, objectSelector].some(
    (selector) =>
      selector !== undefined &&
      Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0,
  );
  return selective || named(namespaces) || named(containers) || named(resources?.map(({ name = '*' }) => name));
}

function samePerson(a: string, b: string): boolean {
  const plain = (name: string): string => name.trim().replace(/^@/, '').toLowerCase();
  return plain(a) === plain(b);
}

function remedyFor(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined
    ? '"plumbline checks" and "plumbline frameworks" list what there is'
    : `did you mean ${meant}?`;
}
