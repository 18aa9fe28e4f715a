import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One message as it came in. */
export interface ReceivedMessage {
  /** When it came, in milliseconds. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** PagerDuty, Slack, Jira, a dead man's switch and the ledger, as far as Alertmanager speaks to them. */
export interface AlertReceivers {
  readonly received: readonly ReceivedMessage[];
  /** A configuration whose hosts and secrets are these receivers. */
  connected(configuration: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const secretsFolder = '/etc/alertmanager/secrets/';

/** Starts the receivers on a port of their own; with the url of an exporter, that one is the ledger. */
export async function startAlertReceivers({ ledger }: { readonly ledger?: string } = {}): Promise<AlertReceivers> {
  const received: ReceivedMessage[] = [];
  const issues = new Map<string, string>();
  const server = createServer((request, response) => {
    void (async () => {
      const message = await read(request);
      received.push(message);
      response.writeHead(message.path.endsWith('/issue') ? 201 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(message, issues)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secrets = mkdtempSync(join(tmpdir(), 'plumbline-receivers-'));
  return {
    received,
    connected(configuration) {
      const text = JSON.stringify(configuration);
      for (const [, name = ''] of text.matchAll(new RegExp(`${secretsFolder}([\\w-]+)`, 'g')))
        writeFileSync(join(secrets, name), name.endsWith('-url') ? `${url}/${name}` : `secret of ${name}`);
      const here = JSON.parse(
        text
          .replaceAll(secretsFolder, `${secrets}/`)
          .replaceAll('https://jira.example.com', url)
          .replaceAll('https://plumbline.example.com', ledger ?? url),
      ) as { readonly global: object };
      return { ...here, global: { ...here.global, pagerduty_url: `${url}/pagerduty` } };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(secrets, { recursive: true });
    },
  };
}

async function read(request: IncomingMessage): Promise<ReceivedMessage> {
  const at = Date.now();
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  const { method = '', url: path = '', headers } = request;
  return { at, method, path, authorization: headers.authorization, body: text === '' ? undefined : JSON.parse(text) };
}

/** Jira finds the issue of a group by a label, and moves it by transitions; of the others only Slack's answer is read. */
function answer({ method, path, body }: ReceivedMessage, issues: Map<string, string>): object {
  if (path.endsWith('/search')) {
    const label = /labels="(ALERT\{\w+\})"/.exec((body as { jql: string }).jql)?.[1] ?? '';
    const key = issues.get(label);
    const status = { statusCategory: { key: 'new' } };
    return { issues: key === undefined ? [] : [{ key, fields: { status } }] };
  }
  if (method === 'POST' && path.endsWith('/issue')) {
    const { labels } = (body as { fields: { labels: readonly string[] } }).fields;
    const key = `KSPM-${issues.size + 1}`;
    issues.set(labels.find((label) => label.startsWith('ALERT{')) ?? '', key);
    return { key };
  }
  if (method === 'GET' && path.includes('/transitions')) return { transitions: [{ id: '31', name: 'Done' }] };
  return { ok: true };
}
