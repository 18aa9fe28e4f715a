import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { documentOf } from './document.ts';
import { schemasIn } from './schemas.ts';

/** The text of `openapi.json` for a repository. */
export function generatedDocument(root: string): Promise<string> {
  return format(JSON.stringify(documentOf(schemasIn(root))), { parser: 'json', printWidth: 120 });
}

if (import.meta.main) {
  const root = new URL('../../../', import.meta.url).pathname.replace(/\/$/, '');
  writeFileSync(new URL('openapi.json', import.meta.url), await generatedDocument(root));
}
