import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPluginJson } from './plugin-json.ts';
import { route } from './plugin-proxy.ts';

const plugin = readPluginJson(join(import.meta.dirname, '../../../src'));
const settings = { jsonData: { exporterUrl: 'http://exporter:8080' }, secureJsonData: { apiToken: 't0k3n' } };
const asked = (role: 'Viewer' | 'Editor', method: string, path: string) =>
  route(plugin, settings, { role }, { method, path });

describe('a request through the plugin proxy', () => {
  it('goes to the exporter with the token', () => {
    expect(asked('Viewer', 'GET', 'api/v1/findings')).toEqual({
      url: 'http://exporter:8080/api/v1/findings',
      headers: { Authorization: 'Bearer t0k3n' },
    });
  });

  it.each([
    ['a space', 'api/v1/clusters/prod%20eu', 'http://exporter:8080/api/v1/clusters/prod%20eu'],
    ['a percent sign', 'api/v1/clusters/50%25', 'http://exporter:8080/api/v1/clusters/50%25'],
    // Grafana joins what it has unescaped: a slash in a name cannot get through.
    ['a slash', 'api/v1/clusters/a%2Fb', 'http://exporter:8080/api/v1/clusters/a/b'],
  ])('keeps %s of a name as Grafana does', (_, path, url) => {
    expect(asked('Viewer', 'GET', path)).toMatchObject({ url });
  });

  it('is refused to those who lack the permission of the route', () => {
    expect(asked('Viewer', 'POST', 'api/v1/waivers')).toEqual({
      status: 403,
      message: 'plugin proxy route access denied',
    });
    expect(asked('Editor', 'POST', 'api/v1/waivers')).toMatchObject({ url: 'http://exporter:8080/api/v1/waivers' });
  });

  it.each([
    ['another path', 'GET', 'metrics'],
    ['another method', 'DELETE', 'api/v1/findings'],
    ['a path that climbs out', 'GET', 'api/v1/../../metrics'],
  ])('has no route with %s', (_, method, path) => {
    expect(asked('Editor', method, path)).toEqual({ status: 404, message: 'plugin route match not found' });
  });
});
