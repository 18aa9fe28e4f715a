import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Limits that keep a client from holding the listener; times are milliseconds. */
export const serverLimits = {
  /** Bytes of request line and headers. */
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** How often the two above are enforced. */
  connectionsCheckingInterval: 2_000,
  /** Longer than the usual scrape interval, so that a scraper keeps its connection. */
  keepAliveTimeout: 75_000,
  maxRequestsPerSocket: 10_000,
  maxConnections: 512,
  /** A peer that neither reads nor writes for this long is cut off. */
  idleTimeout: 90_000,
} as const;

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Key of the listener in the configuration, for error messages: `listen`, `selfListen`. */
  readonly name: string;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  /** Takes no more connections, lets requests finish for this long, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** A server with limits against slow and greedy clients. */
export function createLimitedServer(app: RequestListener): Server {
  const { maxConnections, maxRequestsPerSocket, idleTimeout, ...options } = serverLimits;
  const server = createServer({ ...options, noDelay: true }, app);
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  server.setTimeout(idleTimeout);
  return server;
}

/** An address cannot be listened on; the message names the option to change. */
export class ListenFailure extends Error {
  override readonly name = 'ListenFailure';
}

/** Starts to listen; an address that cannot be used gives an error that names the option to change. */
export function listen(app: RequestListener, { host, port, name }: ListenOptions): Promise<Listening> {
  const server = createLimitedServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const what = `${name}: cannot listen on ${host} port ${port}: ${whatToDo(error, name)}`;
      reject(new ListenFailure(what, { cause: error }));
    });
    server.listen({ host, port }, () => {
      const address = server.address() as AddressInfo;
      resolve({
        url: `http://${urlHost(host)}:${address.port}`,
        port: address.port,
        server,
        close: (graceMs) => close(server, graceMs),
      });
    });
  });
}

function whatToDo(error: NodeJS.ErrnoException, name: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `something else listens there. Stop it, or set \`${name}.port\` to another port (0 picks a free one).`;
    case 'EACCES':
      return `this needs privileges. Set \`${name}.port\` to 1024 or above.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `this machine has no such address. Set \`${name}.host\` to one that it has, such as 127.0.0.1.`;
    default:
      return error.message;
  }
}

/** A host as a URL has it; for all addresses of the machine, one that a browser can open. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection that is kept alive becomes idle once its answer is out; nothing else would end it.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close((error) => {
      clearTimeout(cut);
      clearInterval(sweep);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
