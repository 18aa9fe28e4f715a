import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backend } from './backend.ts';
import { bootData, prometheusProxy } from './boot-data.ts';
import { forward } from './forward.ts';
import { decodeKnobs, encodeKnobs, knobsCookie, knobsOf, type Knobs } from './knobs.ts';
import { pluginProxy, type AppSettings } from './plugin-proxy.ts';
import { readPluginJson, type PluginJson } from './plugin-json.ts';
import { bodyOf, sendJson } from './respond.ts';
import { sendStatic } from './static-files.ts';

/** What the stand-in serves. */
export interface HostOptions {
  /** The built stand-in. */
  readonly host: string;
  /** The built app; a test may bring another one. */
  readonly dist: string;
  /** By the name that `backend` of the knobs gives. */
  readonly backends: Readonly<Record<string, Backend>>;
  readonly port?: number;
}

/** A running stand-in for Grafana's server. */
export interface HostServer {
  readonly url: string;
  /** Settings that somebody saved; they hold for everybody, as in Grafana. */
  savedSettings(): AppSettings | undefined;
  forgetSettings(): void;
  stop(): Promise<void>;
}

/** Starts it on a port of 127.0.0.1, a free one unless it is given. */
export async function startHostServer(options: HostOptions): Promise<HostServer> {
  const { host, dist, backends, port = 0 } = options;
  const plugin = readPluginJson(dist);
  let saved: AppSettings | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://host');
    const knobs = knobsOf(request.headers.cookie);
    const backend = backends[knobs.backend];
    if (backend === undefined) throw new Error(`there is no backend ${knobs.backend}`);
    const settings = settingsFor(knobs, backend, saved);
    const proxied = `/api/plugin-proxy/${plugin.id}/`;
    const own = `/api/plugins/${plugin.id}/settings`;

    if (url.pathname === '/host/servers.json') {
      const { exporterUrl, prometheusUrl } = backend;
      sendJson(response, 200, { url: `http://${request.headers.host}`, exporterUrl, prometheusUrl });
      return;
    }
    if (sendStatic(response, url.pathname, { host, dist, pluginId: plugin.id })) return;
    if (url.pathname.startsWith(proxied)) {
      pluginProxy(request, response, url.pathname.slice(proxied.length), { plugin, settings, backend, knobs });
    } else if (url.pathname.startsWith(`${prometheusProxy}/`)) {
      prometheus(request, response, url, { backend, knobs });
    } else if (url.pathname === own && request.method === 'GET') {
      sendJson(response, 200, settingsAnswer(plugin, settings));
    } else if (url.pathname === own && request.method === 'POST') {
      if (knobs.role === 'Admin') {
        saved = merged(settings, JSON.parse((await bodyOf(request)).toString()) as Partial<AppSettings>);
        sendJson(response, 200, { message: 'Plugin settings updated' });
      } else sendJson(response, 403, { message: "You'll need additional permissions to perform this action." });
    } else if (url.pathname.startsWith('/api/')) {
      sendJson(response, 404, { message: `the stand-in has no ${url.pathname}` });
    } else sendPage(response, url, plugin, knobs);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    savedSettings: () => saved,
    forgetSettings: () => {
      saved = undefined;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function settingsFor({ faults }: Knobs, backend: Backend, saved: AppSettings | undefined): AppSettings {
  if (saved !== undefined) return saved;
  if (faults.includes('not-configured')) return { jsonData: {}, secureJsonData: {} };
  return { jsonData: { exporterUrl: backend.exporterUrl }, secureJsonData: { apiToken: backend.apiToken } };
}

function merged(old: AppSettings, sent: Partial<AppSettings>): AppSettings {
  return {
    jsonData: sent.jsonData ?? old.jsonData,
    secureJsonData: { ...old.secureJsonData, ...sent.secureJsonData },
  };
}

/** As Grafana tells settings: of secrets only that they are there. */
function settingsAnswer({ id, name }: PluginJson, { jsonData, secureJsonData }: AppSettings): unknown {
  const secrets = Object.entries(secureJsonData).filter(([, value]) => value !== '');
  return {
    id,
    name,
    type: 'app',
    enabled: true,
    pinned: true,
    jsonData,
    secureJsonFields: Object.fromEntries(secrets.map(([key]) => [key, true])),
  };
}

function prometheus(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { backend, knobs: { faults } }: { readonly backend: Backend; readonly knobs: Knobs },
): void {
  if (faults.includes('prometheus-slow')) return;
  if (faults.includes('prometheus-down')) response.writeHead(502).end();
  else if (faults.includes('prometheus-error')) {
    sendJson(response, 422, {
      status: 'error',
      errorType: 'execution',
      error: 'query processing would load too many samples into memory in query execution',
    });
  } else {
    forward(
      request,
      response,
      new URL(`${url.pathname.slice(prometheusProxy.length)}${url.search}`, backend.prometheusUrl),
    );
  }
}

/** Every other path is a page of Grafana's. `host-role`, `host-theme`, `host-fault` and `host-backend` set the knobs of this browser. */
function sendPage(response: ServerResponse, url: URL, plugin: PluginJson, knobs: Knobs): void {
  const wished = [...url.searchParams].filter(([name]) => name.startsWith('host-'));
  if (wished.length > 0) {
    for (const [name] of wished) url.searchParams.delete(name);
    const next = decodeKnobs(new URLSearchParams(wished.map(([name, value]) => [name.slice(5), value])), knobs);
    response.writeHead(302, {
      location: `${url.pathname}${url.search}`,
      'set-cookie': `${knobsCookie}=${encodeURIComponent(encodeKnobs(next))}; Path=/; SameSite=Lax`,
    });
    response.end();
    return;
  }
  const boot = JSON.stringify(bootData(plugin, knobs)).replaceAll('<', '\\u003c');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  // @grafana/runtime reads the boot data when its module is evaluated, so it stands in a classic script before ours.
  response.end(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${plugin.name}</title><base href="/"><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/host/main.css">
<style>body{margin:0}</style></head>
<body class="theme-${knobs.theme}"><div id="root"></div>
<script>window.__grafana_public_path__='/public/';window.grafanaBootData=${boot};</script>
<script type="module" src="/host/main.js"></script></body>
</html>
`);
}
