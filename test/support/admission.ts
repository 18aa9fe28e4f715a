import { Agent, request } from 'node:https';

/** What the API server said of one object that it was asked to create without keeping it. */
export interface Answer {
  readonly status: number;
  /** The object as it would be kept, or the Status that says why not. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The text of each warning. */
  readonly warnings: readonly string[];
}

/** Sends dry runs to an API server over connections that are kept; several may be under way at once. */
export interface DryRuns {
  create(path: string, object: object): Promise<Answer>;
  /** Merges a patch strategically. */
  patch(path: string, change: object): Promise<Answer>;
  close(): void;
}

/** Dry runs against the API server at `url`, which must prove itself by `ca`. */
export function dryRuns(cluster: {
  readonly url: string;
  readonly caData: string;
  readonly adminToken: string;
}): DryRuns {
  const agent = new Agent({ keepAlive: true, maxSockets: 24, ca: cluster.caData });
  const send = (method: string, type: string, path: string, body: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        `${cluster.url}${path}?dryRun=All`,
        {
          method,
          agent,
          headers: { authorization: `Bearer ${cluster.adminToken}`, 'content-type': type },
          signal: AbortSignal.timeout(30_000),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              body: JSON.parse(text) as Readonly<Record<string, unknown>>,
              warnings: warningsIn(response.rawHeaders),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(body));
    });
  return {
    create: (path, object) => send('POST', 'application/json', path, object),
    patch: (path, change) => send('PATCH', 'application/strategic-merge-patch+json', path, change),
    close: () => agent.destroy(),
  };
}

/** Warnings are `299 - "text"` with quotes and backslashes of the text escaped. */
function warningsIn(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning')
    .map((value) => value.replace(/^299 - "|"$/g, '').replace(/\\(.)/g, '$1'));
}
