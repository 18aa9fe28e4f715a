import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request of a test. */
export interface HttpOptions {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The only authority trusted: an answer proves that it comes from the server that holds its key. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

/** Sends a request and reads the whole answer. */
export function httpRequestText(url: string, options: HttpOptions = {}): Promise<HttpAnswer> {
  const { method = 'GET', body, headers = {}, ca, timeoutMs = 10_000 } = options;
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      // Without an agent no connection is kept, so a restarted server is never spoken to through a dead one.
      { method, headers, agent: false, signal: AbortSignal.timeout(timeoutMs), ...(ca === undefined ? {} : { ca }) },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends a request and reads the answer as JSON; any status but 2xx is an error. */
export async function httpJson(url: string, options: HttpOptions = {}): Promise<unknown> {
  const { status, body } = await httpRequestText(url, options);
  if (status < 200 || status > 299) throw new Error(`${url} answered ${status}: ${body}`);
  return JSON.parse(body) as unknown;
}
