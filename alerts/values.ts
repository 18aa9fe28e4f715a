import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { metrics } from '#contract';
import { durationOf, secondsOf } from './duration.ts';

/** Values that cannot be used; the message names file, field and remedy, one problem a line. */
export class ValuesError extends Error {
  override readonly name = 'ValuesError';
}

const duration = z.string('write a duration such as 15m').transform((text, context) => {
  const seconds = secondsOf(text);
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: 'custom', message: `"${text}" is not a duration; write a whole number and a unit, as 15m` });
  return z.NEVER;
});
const share = z.number('write a number between 0 and 1').min(0, 'must be at least 0').max(1, 'must be at most 1');
const target = z
  .number('write a number between 0 and 1, as 0.99')
  .gt(0, 'must be above 0')
  .lt(1, 'must be below 1: a target of 1 leaves no budget, and every burn rate would be a division by zero');
const count = z.int('write a whole number').min(0, 'must not be negative');
const atLeastOne = z.int('write a whole number').min(1, 'must be at least 1');
const url = z
  .url({ protocol: /^https?$/, error: 'write a URL that begins with http:// or https://' })
  .transform((text) => text.replace(/\/+$/, ''));
const owner = z.string('write a name').regex(/^[\w.@/-]{1,63}$/, 'write a name of letters, digits and ._@/-');
const identifier = z
  .string('write a uid')
  .regex(/^[\w-]{1,40}$/, 'write a uid of Grafana: at most 40 letters, digits, - and _');
const job = z.string('write a regular expression').min(1, 'must not be empty').refine(isRegularExpression, {
  error: 'is not a regular expression; write the job label as it is, or escape what it holds',
});

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text).source.length > 0;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const week = 7 * 86_400;
const latencyBuckets: readonly number[] = metrics.changeToResult.buckets.filter((bound) => Number.isInteger(bound));

const schema = z.strictObject({
  links: z.strictObject({ runbooks: url, grafana: url, exporter: url }),
  scrape: z.strictObject({ postureJob: job, selfJob: job }),
  grafana: z.strictObject({ datasource: identifier, folder: z.string('write a name').min(1, 'must not be empty') }),
  owners: z.strictObject({ posture: owner, exporter: owner }),
  slos: z.strictObject({
    m1: z.strictObject({ target }),
    m1Fleet: z.strictObject({ target }),
    m2: z.strictObject({ target, most: count }),
    m3: z
      .strictObject({ target, within: duration, dueSoonAfter: duration })
      .refine(({ within, dueSoonAfter }) => dueSoonAfter < within, {
        path: ['dueSoonAfter'],
        error: 'must be shorter than within; a reminder after the deadline is none',
      }),
    m4: z.strictObject({ target, mostPerWeek: count }),
    m5: z.strictObject({ target, least: share, fewestObjects: atLeastOne }),
    m6: z.strictObject({ target, least: share }),
    m7: z.strictObject({ target, least: share, fewestEpisodes: atLeastOne }),
    m8: z.strictObject({
      target,
      within: duration.refine((seconds) => latencyBuckets.includes(seconds), {
        error: `is no bucket of ${metrics.changeToResult.name}; take one of ${latencyBuckets.map(durationOf).join(', ')}`,
      }),
      share,
    }),
    m9: z.strictObject({ target, mostLost: share }),
    m10: z.strictObject({ target, most: share, fewestPullRequests: atLeastOne }),
  }),
  alerts: z.strictObject({
    newCritical: z.strictObject({ ringsFor: duration, keepFiringFor: duration }),
    burst: z.strictObject({
      within: duration,
      objects: z.int().min(2, 'must be at least 2'),
      clusters: z.int().min(2, 'must be at least 2'),
    }),
    exploit: z.strictObject({ ringsFor: duration }),
    dataFreshFor: duration,
    coverage: z.strictObject({ least: share }),
    rateLimited: z.strictObject({ most: share }),
    findingVolume: z.strictObject({
      timesUsual: z.number().gt(1, 'must be above 1'),
      atLeast: count,
      knownFor: duration.refine(
        (seconds) => seconds <= week,
        'must be 7d or less: more than the week is not looked at',
      ),
    }),
    rejects: z.strictObject({ objects: atLeastOne }),
    webhookSeconds: z.number().gt(0, 'must be above 0'),
    cloudAccounts: z.strictObject({ least: share }),
    storm: z.strictObject({ alerts: atLeastOne }),
    deployWindowLongest: duration,
  }),
});

/** Targets and thresholds of all SLOs and alerts; durations are seconds, shares 0 to 1. */
export type Values = z.infer<typeof schema>;

/** The file that ships. */
export const shippedValues = join(import.meta.dirname, 'values.yaml');

/** Reads the shipped values, and over them those of `file`; throws ValuesError. */
export function loadValues(file?: string): Values {
  const shipped = read(shippedValues);
  const own = file === undefined ? {} : read(file);
  const parsed = schema.safeParse(overlaid(shipped, own));
  if (parsed.success) return parsed.data;
  throw new ValuesError(
    parsed.error.issues
      .flatMap((issue) => {
        const source = file !== undefined && isSet(own, issue.path) ? file : shippedValues;
        if (issue.code !== 'unrecognized_keys') return [`${source}: ${issue.path.join('.')} ${issue.message}`];
        return issue.keys.map((key) => {
          const path = [...issue.path, key];
          const known = Object.keys(at(shipped, issue.path) as object).join(', ');
          return `${file !== undefined && isSet(own, path) ? file : shippedValues}: ${path.join('.')} is not known; known are ${known}`;
        });
      })
      .join('\n'),
  );
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(file: string): Tree {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ValuesError(`${file}: cannot be read (${code}); check the path and its permissions`, { cause: error });
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw new ValuesError(`${file}: ${problem.message}`);
  const value: unknown = document.toJS() ?? {};
  if (!isTree(value)) throw new ValuesError(`${file}: must be a mapping, as in ${shippedValues}`);
  return value;
}

function overlaid(base: Tree, over: Tree): Tree {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isTree(value) && isTree(below) ? overlaid(below, value) : value;
  }
  return merged;
}

function at(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((below, key) => (isTree(below) ? below[String(key)] : undefined), tree);
}

function isSet(tree: Tree, path: readonly PropertyKey[]): boolean {
  return at(tree, path) !== undefined;
}
