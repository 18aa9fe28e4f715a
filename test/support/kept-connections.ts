import { Agent, request } from 'node:https';

/** Sends JSON to one API server over connections that are kept; several requests may be under way at once. */
export interface KeptConnections {
  /** The answer as JSON, as administrator unless a token is given; any status but 2xx is an error. */
  send(method: string, path: string, body?: object, token?: string): Promise<unknown>;
  close(): void;
}

/** Kept connections to the API server at `url`, which must prove itself by `caData`. */
export function keptConnections(cluster: {
  readonly url: string;
  readonly caData: string;
  readonly adminToken: string;
}): KeptConnections {
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ca: cluster.caData });
  return {
    send: (method, path, body, token = cluster.adminToken) =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const options = { method, agent, headers, signal: AbortSignal.timeout(60_000) };
        const outgoing = request(`${cluster.url}${path}`, options, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            if (status >= 200 && status < 300) resolve(JSON.parse(text) as unknown);
            else reject(new Error(`${method} ${path} answered ${status}: ${text}\n${JSON.stringify(body)}`));
          });
        });
        outgoing.on('error', reject);
        outgoing.end(body && JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}
