import { createServer } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A way to an API server on which lists and watches can be refused. */
export interface BusyProxy {
  /** Speaks plain HTTP and asks for no credentials: it adds its own. */
  readonly url: string;
  /** Answers the next lists and watches, so many, with 429 and the advice to come back after so many seconds. */
  refuse(requests: number, retryAfterSeconds: number): void;
  /** Cuts every connection, so that watches must be opened again. */
  cut(): void;
  /** Requests that are still to be refused. */
  left(): number;
  close(): void;
}

/** Passes everything on to an API server, except for what it was told to refuse. */
export async function startBusyProxy(upstream: {
  readonly url: string;
  readonly caData: string;
  readonly token: string;
}): Promise<BusyProxy> {
  let left = 0;
  let retryAfter = '1';
  const busy = JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'TooManyRequests',
    code: 429,
    message: 'busy',
  });
  const server = createServer((request, response) => {
    const isFollowing = request.method === 'GET' && /[?&](?:limit|watch)=/.test(request.url ?? '');
    if (isFollowing && left > 0) {
      left -= 1;
      response.writeHead(429, { 'Retry-After': retryAfter, 'Content-Type': 'application/json' }).end(busy);
      return;
    }
    const passedOn = httpsRequest(
      new URL(request.url ?? '/', upstream.url),
      {
        method: request.method ?? 'GET',
        ca: upstream.caData,
        headers: { ...request.headers, authorization: `Bearer ${upstream.token}` },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => response.destroy()).pipe(response);
      },
    );
    passedOn.on('error', () => response.destroy());
    response.on('close', () => passedOn.destroy());
    request.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse(requests, retryAfterSeconds) {
      left = requests;
      retryAfter = String(retryAfterSeconds);
    },
    cut: () => server.closeAllConnections(),
    left: () => left,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
