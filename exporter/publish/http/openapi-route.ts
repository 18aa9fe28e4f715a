import { readFileSync } from 'node:fs';
import type { Handler } from './app-frame.ts';
import { digest, isUnchanged } from './pages.ts';
import { takesNoParameters } from './query.ts';

/** Serves the description of this API, as it was generated. */
export function openapiRoute(): Handler {
  const body = readFileSync(new URL('../openapi/openapi.json', import.meta.url));
  const etag = digest(body.toString());
  return (request, response) => {
    takesNoParameters(request.originalUrl);
    if (isUnchanged(request, response, etag)) return;
    response.set('Content-Type', 'application/json; charset=utf-8').send(body);
  };
}
