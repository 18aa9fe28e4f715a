import { overflow, unowned } from '../contract/vocabulary.ts';
import type { Team } from './finding.ts';
import type { KubeObject } from './object.ts';
import { at, isRecord } from './record.ts';

export type { Team };

/** Labels and annotations, wherever they stand. */
export interface Marked {
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

const ownerKeys = [
  'plumbline.dev/owner',
  'owner',
  'team',
  'app.kubernetes.io/owner',
  'app.kubernetes.io/team',
  'backstage.io/owner',
] as const;

const longestTeam = 80;
const nobody: Team = { team: unowned, source: 'none' };

/**
 * The team of an object: the first owner that an annotation or label names, on the object, then on its pod template,
 * then on its namespace. The name is cut to 80 characters and free of control characters.
 */
export function teamOf(object: KubeObject, namespace: KubeObject | undefined): Team {
  return (
    found(object.metadata, '') ??
    found(templateMarks(object), 'pod template ') ??
    (namespace === undefined ? undefined : found(namespace.metadata, 'namespace ')) ??
    nobody
  );
}

/** Labels and annotations of the pods that an object makes. */
function templateMarks(object: KubeObject): Marked {
  const metadata =
    object.kind === 'CronJob'
      ? at(object, 'spec', 'jobTemplate', 'spec', 'template', 'metadata')
      : (at(object, 'spec', 'template', 'metadata') ?? at(object, 'template', 'metadata'));
  if (!isRecord(metadata)) return {};
  const { labels, annotations } = metadata;
  return { ...(isRecord(labels) && { labels }), ...(isRecord(annotations) && { annotations }) };
}

function found({ labels, annotations }: Marked, place: string): Team | undefined {
  if (labels === undefined && annotations === undefined) return undefined;
  for (const key of ownerKeys) {
    const annotated = cleaned(annotations, key);
    if (annotated !== undefined) return { team: annotated, source: `${place}annotation ${key}` };
    const labelled = cleaned(labels, key);
    if (labelled !== undefined) return { team: labelled, source: `${place}label ${key}` };
  }
  return undefined;
}

function cleaned(marks: Readonly<Record<string, unknown>> | undefined, key: string): string | undefined {
  if (marks === undefined || !Object.hasOwn(marks, key)) return undefined;
  const value = marks[key];
  if (typeof value !== 'string') return undefined;
  const team = cut(value.replace(/[\p{C}\p{Z}]+/gu, ' ').trim());
  // The name of the overflow bucket must not be taken by a team.
  return team === '' || team === overflow ? undefined : team;
}

/** Never between the halves of a character. */
function cut(text: string): string {
  return text
    .slice(0, longestTeam)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
}
