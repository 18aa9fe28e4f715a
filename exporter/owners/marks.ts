import { overflow, unowned } from '../contract/vocabulary.ts';
import type { Team } from '../model/finding.ts';
import type { KubeObject } from '../model/object.ts';
import { at, isRecord } from '../model/record.ts';

/** Labels and annotations, wherever they stand. */
export interface Marked {
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** The key that is ours; it comes before every configured one. */
export const ownKey = 'plumbline.dev/owner';

/** What platforms for many tenants write on the namespaces of one: Capsule and Rancher. */
const tenantKeys = ['capsule.clastix.io/tenant', 'field.cattle.io/projectId'] as const;
/** Say what an object is part of, which is not who answers for it. */
const groupKeys = ['app.kubernetes.io/part-of', 'meta.helm.sh/release-name'] as const;

const longestTeam = 80;

/** The owner that an annotation or label names, by the first key that has one; `place` begins the source. */
export function namedOwner(marked: Marked, keys: readonly string[], place: string): Team | undefined {
  const found = firstMark(marked, [ownKey, ...keys]);
  return found && { team: found.value, source: `${place}${found.where}` };
}

/** The tenant to which a platform says that a namespace belongs. */
export function tenantOf(namespace: Marked): Team | undefined {
  const found = firstMark(namespace, tenantKeys);
  return found && { team: found.value, source: `namespace ${found.where}` };
}

/** Nobody; the source tells what the object is part of, as a hint whom to ask. */
export function nobody(marked: Marked): Team {
  const group = firstMark(marked, groupKeys);
  return { team: unowned, source: group === undefined ? 'none' : `none; ${group.where} says ${group.value}` };
}

/** Labels and annotations of the pods that an object makes. */
export function templateMarks(object: KubeObject): Marked {
  const metadata =
    object.kind === 'CronJob'
      ? at(object, 'spec', 'jobTemplate', 'spec', 'template', 'metadata')
      : (at(object, 'spec', 'template', 'metadata') ?? at(object, 'template', 'metadata'));
  if (!isRecord(metadata)) return {};
  const { labels, annotations } = metadata;
  return { ...(isRecord(labels) && { labels }), ...(isRecord(annotations) && { annotations }) };
}

/** A name as metrics and pages may show it, at most 80 characters; undefined for what is no name of a team. */
export function teamName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const team = cut(value.replace(/[\p{C}\p{Z}]+/gu, ' ').trim());
  // The name of the overflow bucket must not be taken by a team.
  return team === '' || team === overflow ? undefined : team;
}

interface Mark {
  readonly value: string;
  /** `label team`, `annotation owner`. */
  readonly where: string;
}

function firstMark({ labels, annotations }: Marked, keys: readonly string[]): Mark | undefined {
  if (labels === undefined && annotations === undefined) return undefined;
  for (const key of keys) {
    const annotated = read(annotations, key);
    if (annotated !== undefined) return { value: annotated, where: `annotation ${key}` };
    const labelled = read(labels, key);
    if (labelled !== undefined) return { value: labelled, where: `label ${key}` };
  }
  return undefined;
}

function read(marks: Readonly<Record<string, unknown>> | undefined, key: string): string | undefined {
  return marks !== undefined && Object.hasOwn(marks, key) ? teamName(marks[key]) : undefined;
}

/** Never between the halves of a character. */
function cut(text: string): string {
  return text
    .slice(0, longestTeam)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
}
