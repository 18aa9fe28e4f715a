import type { dashboardUids } from '../app-links.ts';
import type { Colour } from '../panels/colours.ts';
import type { Panel } from '../panels/panel.ts';
import type { Variable } from './variables.ts';

/** A panel with its size: columns of 24, rows of 30 pixels. */
export interface Placed {
  readonly panel: Panel;
  readonly width: number;
  readonly height: number;
}

/** Panels under one heading, from left to right and then down. The first of a page needs no title. */
export interface Row {
  readonly title?: string;
  readonly collapsed?: true;
  readonly panels: readonly Placed[];
}

/** Something that happened, drawn over every panel of a page; `title` names labels in double braces. */
export interface Mark {
  readonly name: string;
  readonly expr: string;
  readonly title: string;
  readonly colour: Colour;
}

/** A dashboard, and a page of the app. */
export interface Page {
  readonly id: keyof typeof dashboardUids;
  readonly title: string;
  readonly description: string;
  /** How far back it shows at first, as Grafana writes it. */
  readonly from: string;
  /** How often it asks again. */
  readonly refresh: string;
  readonly variables: readonly Variable[];
  readonly marks?: readonly Mark[];
  readonly rows: readonly Row[];
}

/** Every panel of a page, in order. */
export function panelsOf(page: Page): readonly Panel[] {
  return page.rows.flatMap(({ panels }) => panels.map(({ panel }) => panel));
}
