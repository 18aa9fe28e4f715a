import { driftEventOf } from './findings/drift-entries.ts';
import type { JournalEntry } from './findings/journal.ts';
import { rejectOf } from './findings/reject-entries.ts';

/** Characters of a text that somebody in the cluster chose. */
const longest = 256;
/** Items of a list, and lines of one commit: a backlog is in the API. */
const mostItems = 10;
const mostLines = 100;

/** A line of the log: what it says, and its fields. */
export interface JournalLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the log tells of rejects and drift that were committed: one line each, at most 100 and one that counts the rest. */
export function journalLines(entries: readonly JournalEntry[]): readonly JournalLine[] {
  const lines = entries.slice(0, mostLines).flatMap((entry) => lineOf(entry) ?? []);
  const more = entries.length - mostLines;
  if (more <= 0) return lines;
  return [...lines, { message: 'more rejects and drift than the log tells at once', fields: { more } }];
}

function lineOf(entry: JournalEntry): JournalLine | undefined {
  if (entry.topic === 'reject') {
    const reject = rejectOf(entry);
    if (reject === undefined) return undefined;
    const { id, engine, policies, refused, reason, attempts, owner } = reject;
    const { kind, namespace, name, team } = owner;
    return {
      message: 'admission reject',
      fields: {
        reject: id,
        engine,
        policies: listed(policies),
        refused: plain(refused),
        reason: plain(reason),
        attempts,
        object: { kind, namespace: plain(namespace), name: plain(name) },
        owner: plain(team.team),
      },
    };
  }
  const step = driftEventOf(entry);
  if (step === undefined) return undefined;
  const { id, what, actor, managers, scope, fields, ref, mark, team } = step;
  return {
    message: 'drift step',
    fields: {
      drift: id,
      step: what,
      actor,
      managers: listed(managers),
      scope,
      paths: listed(fields),
      tool: mark.tool,
      object: { kind: ref.kind, namespace: plain(ref.namespace), name: plain(ref.name) },
      owner: plain(team.team),
    },
  };
}

/** Whatever steers a terminal, or hides in one, becomes a space. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, longest);
}

function listed(texts: readonly string[]): readonly string[] {
  return texts.slice(0, mostItems).map(plain);
}
