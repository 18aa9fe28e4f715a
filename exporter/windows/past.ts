import type { Journal, JournalPosition } from '../findings/journal.ts';
import { windowStateAt, type ClusterWindow, type WindowView } from '../model/window.ts';
import { notedWindow } from './entry.ts';

const readAtOnce = 1_000;
const mostRead = 20_000;

/** Windows of the journal that began since a time, or are still to begin, of these clusters (by name) or of all. */
export async function rememberedWindows(
  journal: Pick<Journal, 'read'>,
  {
    clusters,
    since,
    now,
  }: { readonly clusters: readonly string[] | undefined; readonly since: number; readonly now: number },
): Promise<readonly (ClusterWindow & WindowView)[]> {
  const found: (ClusterWindow & WindowView)[] = [];
  let after: JournalPosition | undefined;
  let seen = 0;
  do {
    const query = { topic: 'deploy_window', from: since, ...(clusters !== undefined && { clusters }) } as const;
    const { items, next } = await journal.read(query, readAtOnce, after);
    for (const { cluster, entry } of items) {
      const noted = notedWindow(entry);
      if (noted === undefined) continue;
      const { window, problem } = noted;
      if (problem === undefined) found.push({ cluster, window, state: windowStateAt(window, now) });
      else if (window.until > now) found.push({ cluster, window, state: 'refused', problem });
    }
    seen += items.length;
    if (seen > mostRead) throw new RangeError(`more than ${mostRead} windows`);
    after = next;
  } while (after !== undefined);
  return found;
}
