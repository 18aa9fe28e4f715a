import { z } from 'zod';
import { instant } from '../findings/instant.ts';
import type { JournalEntry } from '../findings/journal.ts';
import type { DeployWindow, WindowSource } from '../model/window.ts';
import { changeId, namespaces, reason, who } from './words.ts';

/** A window that the journal knows of, and why it marks nothing where it was refused. */
export interface NotedWindow {
  readonly window: DeployWindow;
  /** When it was first heard of, in milliseconds. */
  readonly firstSeen: number;
  readonly problem?: string;
}

const body = z.object({
  changeId,
  who,
  reason,
  namespaces: namespaces.optional(),
  from: instant,
  until: instant,
  firstSeen: instant,
  source: z.enum(['calendar', 'request', 'annotation']),
  caller: z.string().max(200).optional(),
  namespace: z.string().max(63).optional(),
  closed: z.string().max(300).optional(),
  problem: z.string().max(500).optional(),
});

/**
 * A window as an entry of the journal. It becomes history when it ends, early or not; one that was refused is listed by
 * when it would have ended, so that what is read of the present has it as long as it is announced.
 */
export function entryOf({ window, firstSeen, problem }: NotedWindow): JournalEntry {
  const { key, source, ...told } = window;
  return {
    topic: 'deploy_window',
    key,
    subject: '',
    at: problem === undefined ? window.from : window.until,
    until: window.until,
    body: {
      ...told,
      firstSeen,
      source: source.kind,
      ...(source.kind === 'request' && source.caller !== undefined && { caller: source.caller }),
      ...(source.kind === 'annotation' && { namespace: source.namespace }),
      ...(problem !== undefined && { problem }),
    },
  };
}

/** What an entry says; undefined where another version, or another writer, wrote something else. */
export function notedWindow({ key, body: written }: JournalEntry): NotedWindow | undefined {
  const { success, data } = body.safeParse(written);
  if (!success) return undefined;
  const { source, caller, namespace, firstSeen, problem, namespaces: within, closed, ...told } = data;
  const window: DeployWindow = {
    ...told,
    key,
    source: sourceOf(source, caller, namespace),
    ...(within !== undefined && { namespaces: within }),
    ...(closed !== undefined && { closed }),
  };
  return { window, firstSeen, ...(problem !== undefined && { problem }) };
}

function sourceOf(kind: WindowSource['kind'], caller: string | undefined, namespace: string | undefined): WindowSource {
  if (kind === 'annotation') return { kind, namespace: namespace ?? '' };
  return kind === 'request' ? { kind, ...(caller !== undefined && { caller }) } : { kind };
}
