/** YAML written as an indented block: the text without its first line and without the indentation that all lines share. */
export function yaml(block: TemplateStringsArray): string {
  const lines = block.join('').replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return `${lines.map((line) => line.slice(shared)).join('\n')}\n`;
}

/** Several blocks of YAML as one stream. */
export function stream(...documents: readonly string[]): string {
  return documents.join('---\n');
}
