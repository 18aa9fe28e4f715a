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
    if (!words.every((word) => text.includes(word))) continue;
    if (
      filter.results.length > 0 &&
      !cells.some((cell) => cell !== undefined && filter.results.includes(cell.result))
    ) {
      continue;
    }
    const rows = sections.get(control.section) ?? [];
    sections.set(control.section, rows);
    rows.push({ control, cells });
  }
  return [...sections].map(([title, rows]) => ({ title, rows }));
}

/** Number of controls that a matrix shows. */
export function controlsIn(sections: readonly MatrixSection[]): number {
  return sections.reduce((sum, { rows }) => sum + rows.length, 0);
}
