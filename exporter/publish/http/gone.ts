import type { Response } from 'express';

/** Aborts when whoever asked has been answered or has left: from then on nobody wants what is still worked out. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** Whether work was given up because whoever asked has left: no failure, and nobody to tell. */
export function isGone(response: Response, error: unknown): boolean {
  return response.destroyed && error instanceof DOMException && error.name === 'AbortError';
}
