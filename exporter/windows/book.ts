import type { WindowAnnotationMode } from '../contract/vocabulary.ts';
import type { ClusterWindows } from '../findings/windows.ts';
import type { DeployWindow } from '../model/window.ts';
import { createClusterWindows } from './cluster-windows.ts';
import type { NotedWindows } from './noted-windows.ts';
import { emptyCalendar, type Calendar } from './window-file.ts';
import type { WindowTerms } from './words.ts';

/** The windows of the file, for every cluster, and the rules for all others. */
export interface WindowBook {
  readonly terms: WindowTerms;
  /** Takes over another file; clusters notice at their next refresh. */
  readonly follow: (calendar: Calendar) => void;
  /** The windows of a cluster, with what the journal knows of them. */
  readonly of: (
    cluster: string,
    deps: {
      readonly noted: NotedWindows['of'];
      readonly onRefused: (window: DeployWindow, problem: string) => void;
    },
  ) => ClusterWindows;
}

/** A book that begins with this file. */
export function createWindowBook(options: {
  readonly terms: WindowTerms;
  readonly annotations: WindowAnnotationMode;
  readonly first?: Calendar;
}): WindowBook {
  const { terms, annotations } = options;
  let current = options.first ?? emptyCalendar;
  return {
    terms,
    follow(calendar) {
      current = calendar;
    },
    of: (cluster, { noted, onRefused }) =>
      createClusterWindows({
        cluster,
        calendar: () => current,
        noted: () => noted(cluster),
        annotations,
        terms,
        onRefused,
      }),
  };
}
