import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const plugin = join(import.meta.dirname, '../../..');

/** Folders that Grafana's server would serve. */
export interface StaticFolders {
  /** The built stand-in. */
  readonly host: string;
  /** The built app. */
  readonly dist: string;
  readonly pluginId: string;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
  '.png': 'image/png',
  '.md': 'text/markdown',
};

const fontFiles: Readonly<Record<string, string>> = {
  'Inter-Regular.woff2': 'inter-latin-400-normal.woff2',
  'Inter-Medium.woff2': 'inter-latin-500-normal.woff2',
  'Inter-Italic.woff2': 'inter-latin-400-italic.woff2',
  'Inter-MediumItalic.woff2': 'inter-latin-500-italic.woff2',
};

// A third of the names that @grafana/ui knows have no file in its package; Grafana itself has them all.
const substitute =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

/** Sends the file under a path, or 404; false when the path is none of a file. */
export function sendStatic(response: ServerResponse, path: string, { host, dist, pluginId }: StaticFolders): boolean {
  const icons = '/public/build/img/icons/';
  const fonts = '/public/fonts/inter/';
  if (path.startsWith('/public/fonts/') && !path.startsWith(fonts)) {
    // Comes with Grafana only. Nothing in it, and the browser takes the monospaced font of the system, without an error.
    response.writeHead(200, { 'content-type': 'font/woff2' }).end();
    return true;
  }
  const folders: readonly (readonly [prefix: string, folder: string])[] = [
    ['/host/', host],
    [`/public/plugins/${pluginId}/`, dist],
    ['/public/systemjs/', join(plugin, 'node_modules/systemjs/dist')],
    [icons, join(plugin, 'node_modules/@grafana/ui/dist/public/img/icons')],
  ];
  if (path.startsWith(fonts)) {
    const file = fontFiles[path.slice(fonts.length)];
    send(response, file === undefined ? undefined : join(plugin, 'node_modules/@fontsource/inter/files', file));
    return true;
  }
  const mount = folders.find(([prefix]) => path.startsWith(prefix));
  if (mount === undefined) {
    if (!path.startsWith('/public/')) return false;
    send(response, undefined);
    return true;
  }
  const [prefix, folder] = mount;
  const file = join(folder, normalize(`/${decodeURIComponent(path.slice(prefix.length))}`));
  if (prefix === icons && !isFile(file)) response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(substitute);
  else send(response, file);
  return true;
}

function send(response: ServerResponse, file: string | undefined): void {
  if (file === undefined || !isFile(file)) {
    response.writeHead(404).end();
    return;
  }
  const type = types[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', etag: `"${statSync(file).mtimeMs}"` });
  createReadStream(file).pipe(response);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
