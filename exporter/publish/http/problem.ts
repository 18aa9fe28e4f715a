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

/** Fields that are told of one body; an answer is never larger than the question for having more. */
const mostProblems = 20;
const longestText = 1_000;

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

/** What is wrong with a field of a body; `problem` ends with what to do. */
export interface FieldProblem {
  /** Empty for the body as a whole. */
  readonly field: string;
  readonly problem: string;
}

/** The answer to a body that is not valid: the first fields at fault, and how many there are beside them. */
export function invalidBody(all: readonly FieldProblem[]): Problem {
  const problems = all
    .slice(0, mostProblems)
    .map(({ field, problem }) => ({ field: clipped(field || 'the body'), problem: clipped(problem) }));
  const further = all.length - problems.length;
  const told = problems.map(({ field, problem }) => `${field}: ${problem}.`);
  if (further > 0) told.push(`There are ${further} more.`);
  const [first] = problems;
  return new Problem(422, told.join(' '), {
    ...(first !== undefined && { parameter: first.field }),
    extensions: { problems },
  });
}

/** Fields are named by whoever sent them. */
function clipped(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
