import { formatDuration } from '../config/duration.ts';
import type { KubeObject } from '../model/object.ts';
import type { DeployWindow } from '../model/window.ts';
import type { NotedWindow } from './entry.ts';
import { changeId, momentOf, type WindowTerms } from './words.ts';

/** The annotations of a namespace that announce a deploy window there. */
export const windowAnnotations = {
  changeId: 'plumbline.dev/deploy-window',
  until: 'plumbline.dev/deploy-window-until',
} as const;

/** Whether a namespace has any of these annotations. */
export function announcesWindow({ metadata: { annotations } }: KubeObject): boolean {
  return (
    annotations !== undefined &&
    (Object.hasOwn(annotations, windowAnnotations.changeId) || Object.hasOwn(annotations, windowAnnotations.until))
  );
}

/**
 * What the annotations of a namespace announce; undefined where there are none, or their end has come. It begins when it was first seen, which
 * `seenBefore` knows of by the key of the window, so that a long one does not come true by waiting. Whatever is wrong is
 * refused: annotations are written by whoever may write the namespace.
 */
export function announcedAt(
  { metadata: { name, annotations } }: KubeObject,
  now: number,
  seenBefore: (key: string) => number | undefined,
  { longestMs }: WindowTerms,
): NotedWindow | undefined {
  const id = annotations?.[windowAnnotations.changeId];
  const end = annotations?.[windowAnnotations.until];
  if (id === undefined && end === undefined) return undefined;
  const until = end === undefined ? undefined : momentOf(end);
  // What is over is left behind by every pipeline that does not clear up.
  if (until !== undefined && until <= now) return undefined;
  const isId = changeId.safeParse(id).success;
  const told = isId && id !== undefined ? id : 'unreadable';
  const key = `annotation|${name}|${told}|${until === undefined ? 'unreadable' : new Date(until).toISOString()}`;
  const firstSeen = seenBefore(key) ?? now;
  const window: DeployWindow = {
    key,
    changeId: told,
    namespaces: [name],
    from: firstSeen,
    until: until ?? firstSeen,
    who: `annotation of namespace ${name}`,
    reason: 'Announced by an annotation of the namespace',
    source: { kind: 'annotation', namespace: name },
  };
  const problem = problemOf({ id, isId, end, until, firstSeen, longestMs });
  return { window, firstSeen, ...(problem !== undefined && { problem }) };
}

function problemOf(read: {
  readonly id: string | undefined;
  readonly isId: boolean;
  readonly end: string | undefined;
  readonly until: number | undefined;
  readonly firstSeen: number;
  readonly longestMs: number;
}): string | undefined {
  const { id, isId, end, until, firstSeen, longestMs } = read;
  if (id === undefined) return `${windowAnnotations.changeId} is missing; write the id of the change into it`;
  if (!isId) {
    return `${windowAnnotations.changeId} is no change id; write up to 64 letters, digits, dots, dashes, colons and underscores`;
  }
  if (end === undefined)
    return `${windowAnnotations.until} is missing; write when the window ends, such as 2026-12-31T18:00:00Z`;
  if (until === undefined)
    return `${windowAnnotations.until} is not a time; write one such as 2026-12-31T18:00:00Z (RFC 3339)`;
  if (until - firstSeen <= longestMs) return undefined;
  return `${windowAnnotations.until} is more than ${formatDuration(longestMs)} after it was first seen (windows.maxDuration); write ${new Date(firstSeen + longestMs).toISOString()} or earlier`;
}
