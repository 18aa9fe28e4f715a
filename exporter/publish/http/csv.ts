/**
 * A line of CSV after RFC 4180. Cells that a spreadsheet would run as a formula get an apostrophe in front: they hold
 * what anybody in a cluster can name an object. Spreadsheets trim spaces, and take full-width signs for plain ones.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
