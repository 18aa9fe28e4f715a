import type { Request, Response } from 'express';
import { contentTypes } from '../exposition/format.ts';
import type { Snapshot } from '../exposition/snapshot.ts';
import { acceptsGzip, preferredFormat } from './negotiate.ts';

/** Serves what is rendered already, in the format and encoding that the client prefers. */
export function metricsRoute(snapshot: () => Snapshot): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const format = preferredFormat(request.headers.accept);
    const zipped = acceptsGzip(request.get('Accept-Encoding'));
    let current = snapshot();
    let body = zipped ? await current.compressed(format) : current.body(format);
    // Compressing takes a moment, in which another replica may have begun to publish: what is sent is what holds now.
    for (let now = snapshot(); !now.publishes(current); now = snapshot()) {
      current = now;
      body = await current.compressed(format);
    }
    response.vary('Accept').vary('Accept-Encoding').set('Cache-Control', 'no-store');
    response.set('Content-Type', contentTypes[format]);
    if (zipped) response.set('Content-Encoding', 'gzip');
    response.send(body);
  };
}
