import type { Page, Placed, Row } from './pages/page.ts';

/** A panel with its place on the grid of 24 columns. */
export interface Positioned extends Placed {
  readonly x: number;
  readonly y: number;
}

/** A row with the places of its panels, and of its heading where it has one. */
export interface LaidOutRow {
  readonly row: Row;
  readonly headingAt?: number;
  readonly panels: readonly Positioned[];
}

const columns = 24;

/** Places panels from left to right, in lines as high as their highest panel or, beside it, in stacks of equal width. */
export function laidOut(page: Page): readonly LaidOutRow[] {
  let y = 0;
  return page.rows.map((row) => {
    const headingAt = row.title === undefined ? undefined : y;
    const top = headingAt === undefined ? y : y + 1;
    const panels = placed(row, top);
    const bottom = Math.max(top, ...panels.map((panel) => panel.y + panel.height));
    // Panels of a collapsed row take no room until somebody opens it.
    y = row.collapsed === true ? top : bottom;
    return { row, ...(headingAt !== undefined && { headingAt }), panels };
  });
}

/** Every panel goes where it fits first: as high as possible, then as far left. */
function placed(row: Row, top: number): readonly Positioned[] {
  const depths = Array.from({ length: columns }, () => top);
  return row.panels.map((panel) => {
    const spots = Array.from({ length: columns - panel.width + 1 }, (_, x) => ({
      x,
      y: Math.max(...depths.slice(x, x + panel.width)),
    }));
    const [spot] = spots.toSorted((a, b) => a.y - b.y || a.x - b.x);
    if (spot === undefined) throw new Error(`panel ${panel.panel.id} is wider than ${columns} columns`);
    depths.fill(spot.y + panel.height, spot.x, spot.x + panel.width);
    return { ...panel, ...spot };
  });
}
