import type { IncomingMessage, ServerResponse } from 'node:http';
import { posix } from 'node:path';
import type { Backend } from './backend.ts';
import { forward } from './forward.ts';
import type { Fault, Knobs } from './knobs.ts';
import { isAtLeast, permissionsOf, type PluginJson, type ProxyRoute } from './plugin-json.ts';
import { sendJson } from './respond.ts';

/** What an administrator has set up. */
export interface AppSettings {
  readonly jsonData: Readonly<Record<string, string | undefined>>;
  readonly secureJsonData: Readonly<Record<string, string>>;
}

/** Where a request goes, or why it goes nowhere. */
export type Proxied =
  | { readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly status: 403 | 404; readonly message: string };

/**
 * Does with a request below `/api/plugin-proxy/<id>/` what Grafana's server does: the first route whose method and path
 * fit decides; without its permission it is refused; what the wildcard stands for is unescaped and joined to `url`.
 * `path` is as it came, escaped. What is unescaped cannot be told from a real slash again: so it is in Grafana.
 */
export function route(
  plugin: PluginJson,
  settings: AppSettings,
  { role }: Pick<Knobs, 'role'>,
  request: Asked,
): Proxied {
  const path = posix.join('/', request.path);
  for (const candidate of plugin.routes) {
    const { method = '*', reqAction, reqRole } = candidate;
    if (method !== '*' && method !== request.method) continue;
    const rest = remainder(candidate, path);
    if (rest === undefined) continue;
    const allowed =
      (reqAction === undefined || permissionsOf(plugin, role)[reqAction] === true) &&
      (reqRole === undefined || isAtLeast(role, reqRole));
    if (!allowed) return { status: 403, message: 'plugin proxy route access denied' };
    const base = filled(candidate.url, settings);
    const headers = (candidate.headers ?? []).map(({ name, content }) => [name, filled(content, settings)]);
    return {
      url: rest === '' ? base : `${base.replace(/\/$/, '')}/${escaped(rest.replace(/^\//, ''))}`,
      headers: Object.fromEntries(headers) as Record<string, string>,
    };
  }
  return { status: 404, message: 'plugin route match not found' };
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** What the wildcard at the end of a route's path stands for, unescaped; undefined when the route is another's. */
function remainder({ path: pattern }: ProxyRoute, path: string): string | undefined {
  const wanted = pattern.replace(/^\/|\/$/g, '').split('/');
  const given = path.replace(/^\/|\/$/g, '').split('/');
  const wild = wanted.at(-1) === '*';
  const fixed = wild ? wanted.slice(0, -1) : wanted;
  if (fixed.some((segment, index) => segment !== decodeURIComponent(given[index] ?? ''))) return undefined;
  const left = given.slice(fixed.length);
  if (!wild) return left.length === 0 ? '' : undefined;
  return left.length === 0 ? undefined : decodeURIComponent(left.join('/'));
}

function filled(template: string, { jsonData, secureJsonData }: AppSettings): string {
  return template
    .replace(/\{\{\s*\.JsonData\.(\w+)\s*\}\}/g, (_, name: string) => jsonData[name] ?? '')
    .replace(/\{\{\s*\.SecureJsonData\.(\w+)\s*\}\}/g, (_, name: string) => secureJsonData[name] ?? '');
}

function escaped(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

interface ProxyDeps {
  readonly plugin: PluginJson;
  readonly settings: AppSettings;
  readonly backend: Backend;
  readonly knobs: Knobs;
}

/** Answers a request below `/api/plugin-proxy/<id>/`, with the faults that the knobs ask for. */
export function pluginProxy(request: IncomingMessage, response: ServerResponse, path: string, deps: ProxyDeps): void {
  const { plugin, backend, knobs } = deps;
  const asked = { method: request.method ?? 'GET', path };
  const has = (fault: Fault): boolean => knobs.faults.includes(fault);
  const settings = faultySettings(deps, has);
  const target = route(plugin, settings, knobs, asked);
  if ('status' in target) {
    sendJson(response, target.status, { message: target.message });
    return;
  }
  if (has('exporter-slow')) return;
  if (has('exporter-500')) {
    sendJson(response, 500, {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'The store does not answer.',
    });
    return;
  }
  const search = new URL(request.url ?? '/', backend.exporterUrl).search;
  // Grafana cannot dial a URL without a host, and says no more than that.
  if (!URL.canParse(target.url)) {
    response.writeHead(502).end();
    return;
  }
  forward(request, response, new URL(`${target.url}${search}`), target.headers);
}

function faultySettings({ settings, backend }: ProxyDeps, has: (fault: Fault) => boolean): AppSettings {
  if (has('not-configured')) return { jsonData: {}, secureJsonData: {} };
  const { jsonData, secureJsonData } = settings;
  if (has('exporter-unreachable')) {
    return { jsonData: { ...jsonData, exporterUrl: 'http://127.0.0.1:9' }, secureJsonData };
  }
  if (has('exporter-401')) return { jsonData, secureJsonData: { ...secureJsonData, apiToken: 'not-a-token' } };
  if (has('exporter-403')) return { jsonData, secureJsonData: { ...secureJsonData, apiToken: backend.metricsToken } };
  return settings;
}
