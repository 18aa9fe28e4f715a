import type { WindowAnnotationMode } from '../contract/vocabulary.ts';
import type { ClusterWindows } from '../findings/windows.ts';
import type { KubeObject, ObjectRef } from '../model/object.ts';
import { windowStateAt, type DeployWindow, type WindowView } from '../model/window.ts';
import { announcedAt, announcesWindow } from './annotation.ts';
import { coverageOf } from './covers.ts';
import { entryOf, type NotedWindow } from './entry.ts';
import type { Calendar } from './window-file.ts';
import type { WindowTerms } from './words.ts';

/** Change ids on one transition at most: those of the windows that opened first. */
const mostMarks = 10;

export interface ClusterWindowsDeps {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly calendar: () => Calendar;
  /** What the journal knows of the cluster that is not over. */
  readonly noted: () => readonly NotedWindow[];
  readonly annotations: WindowAnnotationMode;
  readonly terms: WindowTerms;
  /** A window was refused, the first time that it was seen so. */
  readonly onRefused: (window: DeployWindow, problem: string) => void;
}

interface Open {
  readonly window: DeployWindow;
  readonly covers: (ref: ObjectRef) => boolean;
}

const nothing: readonly string[] = [];

/** The windows of a cluster from all that announce some. */
export function createClusterWindows(deps: ClusterWindowsDeps): ClusterWindows {
  const { cluster, calendar, noted, annotations, terms, onRefused } = deps;
  let known = new Map<string, NotedWindow>();
  let annotated: readonly KubeObject[] = [];
  let read: readonly [ReturnType<typeof calendar>, ReturnType<typeof noted>] | undefined;
  let refreshedAt = Infinity;
  let open: readonly Open[] = [];
  let nextChange = Infinity;
  /** Windows of the calendar and of annotations that opened, or were refused, by key: they are written by us. */
  const ours = new Map<string, { readonly noted: NotedWindow; taken: boolean }>();

  function announced(now: number): readonly NotedWindow[] {
    const written = new Map(noted().map((one) => [one.window.key, one]));
    const requested = [...written.values()].filter(({ window }) => window.source.kind === 'request');
    const planned = calendar()
      .windowsOf(cluster, now)
      .map((window): NotedWindow => ({ window, firstSeen: window.from }));
    const seenBefore = (key: string) => (known.get(key) ?? written.get(key))?.firstSeen;
    const told = annotated.map((namespace) => announcedAt(namespace, now, seenBefore, terms));
    return [...requested, ...planned, ...told.filter((one) => one !== undefined)];
  }

  /** Keeps what has to be written: what opened or was refused, and what was taken back before its time. */
  function account(now: number): void {
    for (const one of known.values()) {
      const { window, problem } = one;
      if (window.source.kind === 'request' || ours.has(window.key)) continue;
      // Without a time there is nothing to remember it by; it is told as long as it stands there.
      if (problem === undefined ? windowStateAt(window, now) === 'active' : window.until > now) {
        ours.set(window.key, { noted: one, taken: false });
      }
    }
    for (const [key, { noted: one, taken }] of ours) {
      if (known.has(key)) continue;
      const { window } = one;
      if (window.until <= now || window.closed !== undefined) {
        if (taken) ours.delete(key);
        continue;
      }
      const by = window.source.kind === 'calendar' ? 'the file of windows' : 'the annotation';
      const closed = { ...window, until: Math.max(window.from, now), closed: `taken out of ${by}` };
      ours.set(key, { noted: { ...one, window: closed }, taken: false });
    }
  }

  return {
    refresh(namespaces, now) {
      const sources = [calendar(), noted()] as const;
      const isSame = sources[0] === read?.[0] && sources[1] === read[1];
      // Cycles follow one another by milliseconds, and calendars are dear to ask.
      if (isSame && namespaces === undefined && now < nextChange && now >= refreshedAt) return;
      read = sources;
      refreshedAt = now;
      if (namespaces !== undefined && annotations !== 'off') annotated = [...namespaces].filter(announcesWindow);
      const before = known;
      known = new Map(announced(now).map((one) => [one.window.key, one]));
      for (const [key, { window, problem }] of known) {
        if (problem !== undefined && before.get(key)?.problem !== problem) onRefused(window, problem);
      }
      const sound = [...known.values()].filter(({ problem }) => problem === undefined).map(({ window }) => window);
      open = sound
        .filter((window) => windowStateAt(window, now) === 'active')
        .sort((a, b) => a.from - b.from || (a.changeId < b.changeId ? -1 : 1))
        .map((window) => ({ window, covers: coverageOf(window.namespaces) }));
      const times = [...known.values()].flatMap(({ window: { from, until } }) => [from, until]);
      nextChange = Math.min(Infinity, ...times.filter((at) => at > now));
      account(now);
    },
    over(ref) {
      if (open.length === 0) return nothing;
      const ids = open.filter(({ covers }) => covers(ref)).map(({ window }) => window.changeId);
      return [...new Set(ids)].slice(0, mostMarks);
    },
    openChanges() {
      const counting = open.filter(({ window }) => window.source.kind !== 'annotation' || annotations === 'suppress');
      return [...new Set(counting.map(({ window }) => window.changeId))];
    },
    get nextChange() {
      return nextChange === Infinity ? undefined : nextChange;
    },
    takeEntries() {
      const waiting = [...ours.values()].filter(({ taken }) => !taken);
      for (const one of waiting) one.taken = true;
      return waiting.map((one) => entryOf(one.noted));
    },
    forgetTaken() {
      for (const one of ours.values()) one.taken = false;
    },
    views: (now) =>
      [...known.values()].flatMap(({ window, problem }): readonly WindowView[] => {
        if (problem !== undefined) return [{ window, state: 'refused', problem }];
        const state = windowStateAt(window, now);
        return state === 'ended' ? [] : [{ window, state }];
      }),
  };
}
