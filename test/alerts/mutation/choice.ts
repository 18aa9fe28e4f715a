import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Catalogue } from '../../../alerts/catalogue.ts';
import { prometheusGroups, type PrometheusGroup } from '../../../alerts/rule-file.ts';
import type { Values } from '../../../alerts/values.ts';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '../../..');
/** As many mutants as a busy machine shows its cheap cases in half a minute. */
const sampled = 60;

/** Mutants for a short run, and in words which. */
export interface Choice {
  readonly which: string;
  readonly mutants: readonly Mutant[];
}

/** Mutants of the groups that differ from the main branch; where none do, a sample that another commit draws anew. */
export function chosen(mutants: readonly Mutant[], catalogue: Catalogue, links: Values['links']): Choice {
  const before = git(['show', 'origin/main:alerts/generated/plumbline.rules.yaml']);
  const changed =
    before === undefined ? new Set<string>() : changedGroups(before, prometheusGroups(catalogue.groups, links));
  const own = mutants.filter(({ group }) => changed.has(group.name));
  if (own.length > 0)
    return { which: `of ${[...changed].join(', ')}, which differ from the main branch`, mutants: own };
  const seed = git(['rev-parse', 'HEAD']) ?? '';
  const drawn = mutants
    .map((mutant) => ({
      mutant,
      lot: createHash('sha256')
        .update(seed + mutant.id)
        .digest('hex'),
    }))
    .toSorted((one, other) => one.lot.localeCompare(other.lot))
    .slice(0, sampled);
  return { which: 'drawn by the commit', mutants: drawn.map(({ mutant }) => mutant) };
}

/** Names of groups that a rule file does not hold as they are now; annotations are no part of it. */
export function changedGroups(before: string, now: readonly PrometheusGroup[]): ReadonlySet<string> {
  const { groups } = parse(before) as { readonly groups: readonly PrometheusGroup[] };
  const old = new Map(groups.map((group) => [group.name, meaning(group)]));
  return new Set(now.filter((group) => old.get(group.name) !== meaning(group)).map(({ name }) => name));
}

function meaning({ rules }: PrometheusGroup): string {
  return JSON.stringify(rules.map((rule) => ({ ...rule, annotations: {} })));
}

function git(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}
