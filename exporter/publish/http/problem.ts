import type { Response } from 'express';
import type { ApiProblem } from '../../contract/index.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Authentication required',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request body too large or unwanted',
  415: 'Media type not supported',
  422: 'Request not valid',
  500: 'Internal error',
  503: 'Unavailable',
};

interface Details {
  /** Query parameter at fault. */
  readonly parameter?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the body, as RFC 9457 allows. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An answer that is an error; `detail` tells the caller what is wrong and what to do. Throw it from a handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly details: Details;

  constructor(status: number, detail: string, details: Details = {}) {
    super(detail);
    this.status = status;
    this.details = details;
  }

  send(response: Response): void {
    const { parameter, headers = {}, extensions = {} } = this.details;
    const body: ApiProblem = {
      ...extensions,
      type: 'about:blank',
      title: titles[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      ...(parameter !== undefined && { parameter }),
    };
    response.status(this.status).set(headers).set('Content-Type', 'application/problem+json');
    response.set('Cache-Control', 'no-store').send(Buffer.from(`${JSON.stringify(body)}\n`));
  }
}
