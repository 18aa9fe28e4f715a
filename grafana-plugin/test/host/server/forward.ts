import { request as ask, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';

/** Passes a request on to another server and its answer back; 502 without a body when that server is not there, as Grafana does it. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { cookie: _, authorization: __, host: ___, ...kept } = request.headers;
  const sent: OutgoingHttpHeaders = { ...kept, ...headers, host: target.host };
  const upstream = ask(target, { method: request.method, headers: sent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
