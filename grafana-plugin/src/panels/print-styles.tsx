import { css } from '@emotion/css';

/** Class of what goes to paper; everything else of Grafana stays on the screen. */
export const printedClass = 'plumbline-printed';

/** Class of what is for the screen only. */
export const screenOnlyClass = 'plumbline-screen-only';

/** A sheet of A4 between margins of 10 mm, in CSS pixels. */
const sheetWidth = 1047;

const rules = `
@page { size: A4 landscape; margin: 10mm; }
@media print {
  body, html { height: auto !important; overflow: visible !important; }
  body { visibility: hidden; }
  .${printedClass} { visibility: visible; position: absolute; left: 0; top: 0; width: 100%; print-color-adjust: exact; }
  .${screenOnlyClass} { display: none !important; }
  .${printedClass} h2 { break-after: avoid; }
  .${printedClass} [data-panel] { break-inside: avoid; }
}`;

/** What printing a page takes while the page is shown: its sheets hold neither navigation nor controls, and cut no panel. */
export function PrintStyles() {
  return <style>{rules}</style>;
}

/** The width of a sheet: charts are painted once, as wide as they are on the screen. */
export const sheet = css({ width: sheetWidth, maxWidth: '100%' });
