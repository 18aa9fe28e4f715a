import type { Request, Response } from 'express';
import { contentTypes } from '../exposition/format.ts';
import type { Snapshot } from '../exposition/snapshot.ts';
import { acceptsGzip, preferredFormat } from './negotiate.ts';

/** Serves what is rendered already, in the format and encoding that the client prefers. */
export function metricsRoute(snapshot: () => Snapshot): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const current = snapshot();
    const format = preferredFormat(request.headers.accept);
    const zipped = acceptsGzip(request.get('Accept-Encoding'));
    const body = zipped ? await current.compressed(format) : current.body(format);
    response.vary('Accept').vary('Accept-Encoding').set('Cache-Control', 'no-store');
    response.set('Content-Type', contentTypes[format]);
    if (zipped) response.set('Content-Encoding', 'gzip');
    response.send(body);
  };
}
