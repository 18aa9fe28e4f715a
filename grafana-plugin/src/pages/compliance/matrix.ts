import type { ApiControl, ApiControlResult, ApiFramework, ApiFrameworkResult, ControlResult } from '#contract';

/** A control with what each cluster shows for it, in the order of the clusters; undefined where that has not been read. */
export interface MatrixRow {
  readonly control: ApiControl;
  readonly cells: readonly (ApiControlResult | undefined)[];
}

/** Controls under the heading that the framework gives them. */
export interface MatrixSection {
  readonly title: string;
  readonly rows: readonly MatrixRow[];
}

/** What of a matrix is shown. */
export interface MatrixFilter {
  /** Results of which a control has one in some cluster; all controls where there are none. */
  readonly results: readonly ControlResult[];
  /** Words that are all in the id or the title of a control. */
  readonly words: string;
  /** Id of a control that is shown whatever the rest says; empty for none. */
  readonly always: string;
}

/** Controls × clusters under the headings of the framework, without sections of which nothing is left. */
export function matrixOf(
  framework: Pick<ApiFramework, 'controls'>,
  results: readonly (ApiFrameworkResult | undefined)[],
  filter: MatrixFilter,
): readonly MatrixSection[] {
  const byId = results.map((result) => new Map(result?.controls.map((control) => [control.id, control])));
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const sections = new Map<string, MatrixRow[]>();
  for (const control of framework.controls) {
    const cells = byId.map((controls) => controls.get(control.id));
    const text = `${control.id} ${control.title}`.toLowerCase();
    const matches = words.every((word) => text.includes(word)) && hasOneOf(cells, filter.results);
    if (!matches && control.id !== filter.always) continue;
    const rows = sections.get(control.section) ?? [];
    sections.set(control.section, rows);
    rows.push({ control, cells });
  }
  return [...sections].map(([title, rows]) => ({ title, rows }));
}

function hasOneOf(cells: MatrixRow['cells'], results: readonly ControlResult[]): boolean {
  return results.length === 0 || cells.some((cell) => cell !== undefined && results.includes(cell.result));
}

/** Number of controls that a matrix shows. */
export function controlsIn(sections: readonly MatrixSection[]): number {
  return sections.reduce((sum, { rows }) => sum + rows.length, 0);
}
