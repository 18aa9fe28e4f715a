import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addedLinks } from './extensions/added-links.ts';
import { actions, pluginId } from './plugin-id.ts';
import { appBase, pages } from './routes.ts';

interface Include {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly action?: string;
  readonly role?: string;
  readonly addToNav?: boolean;
  readonly defaultNav?: boolean;
}

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly info: {
    readonly keywords: readonly string[];
    readonly description: string;
    readonly logos: Readonly<Record<'small' | 'large', string>>;
    readonly screenshots: readonly { readonly name: string; readonly path: string }[];
    readonly version: string;
    readonly updated: string;
  };
  readonly includes: readonly Include[];
  readonly roles: readonly {
    readonly role: { readonly name: string; readonly permissions: readonly { readonly action: string }[] };
    readonly grants: readonly string[];
  }[];
  readonly routes: readonly {
    readonly path: string;
    readonly method: string;
    readonly url: string;
    readonly reqAction: string;
    readonly headers: readonly { readonly name: string; readonly content: string }[];
  }[];
  readonly extensions: {
    readonly addedLinks: readonly {
      readonly targets: readonly string[];
      readonly title: string;
      readonly description: string;
    }[];
  };
  readonly dependencies: { readonly grafanaDependency: string };
}

const source = import.meta.dirname;
const manifest = JSON.parse(readFileSync(join(source, 'plugin.json'), 'utf8')) as Manifest;
const packageOf = (file: string) =>
  JSON.parse(readFileSync(join(source, '..', file), 'utf8')) as { dependencies: Record<string, string> };
const granted = new Set(manifest.roles.flatMap(({ role }) => role.permissions.map(({ action }) => action)));

// The rules are those of https://grafana.com/developers/plugin-tools/reference/plugin-json and of the checks before a catalogue takes a plugin.
describe('plugin.json', () => {
  it('has an id of three parts that is no human name', () => {
    expect(manifest.id).toBe(pluginId);
    expect(manifest.id).toMatch(/^[0-9a-z]+-[0-9a-z]+-app$/);
    expect(manifest.type).toBe('app');
    expect(manifest.name.toLowerCase()).not.toBe(manifest.id);
  });

  it('describes itself, with version and date left to the build', () => {
    expect(manifest.info.keywords.length).toBeGreaterThan(0);
    expect(manifest.info.description.length).toBeGreaterThan(20);
    expect(manifest.info.version).toBe('%VERSION%');
    expect(manifest.info.updated).toBe('%TODAY%');
  });

  it('names images that exist and are no larger than a page should load', () => {
    const images = [...Object.values(manifest.info.logos), ...manifest.info.screenshots.map(({ path }) => path)];
    expect(images.filter((path) => /^[./]/.test(path) || !existsSync(join(source, path)))).toEqual([]);
    expect(images.filter((path) => statSync(join(source, path)).size > 300_000)).toEqual([]);
  });

  it('asks for the Grafana whose packages the app is built with', () => {
    const built = packageOf('package.json').dependencies['@grafana/runtime'] ?? '';
    expect(manifest.dependencies.grafanaDependency).toBe(`>=${built.replace(/\.\d+$/, '.0')}`);
  });

  it('has a navigation entry for every page of the app, and none that leads nowhere', () => {
    const entries = manifest.includes.filter(({ path }) => path.startsWith('/a/'));
    expect(entries.map(({ path }) => path.replace('%PLUGIN_ID%', pluginId)).toSorted()).toEqual(
      Object.values(pages)
        .map((page) => `${appBase}/${page}`)
        .toSorted(),
    );
    expect(manifest.includes.filter(({ defaultNav }) => defaultNav === true)).toHaveLength(1);
  });

  it('brings every dashboard, under its title', () => {
    const folder = join(source, '../../dashboards/generated');
    const generated = readdirSync(folder).map((file) => {
      const { title } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { title: string };
      return { name: title, path: `dashboards/${file}` };
    });
    const brought = manifest.includes
      .filter(({ type }) => type === 'dashboard')
      .map(({ name, path }) => ({ name, path }));
    expect(brought).toEqual(generated.toSorted((a, b) => a.path.localeCompare(b.path)));
  });

  it('shows a page only to whom a role allows it', () => {
    const open = manifest.includes.filter(
      ({ type, action, role }) => type === 'page' && (action ?? role) === undefined,
    );
    const unknown = manifest.includes.filter(({ action }) => action !== undefined && !granted.has(action));
    expect([...open, ...unknown].map(({ name }) => name)).toEqual([]);
  });

  it('gives roles only actions of its own and the right to open it', () => {
    const foreign = [...granted].filter(
      (action) => !action.startsWith(`${pluginId}.`) && action !== 'plugins.app:access',
    );
    expect(foreign).toEqual([]);
    expect(Object.values(actions).filter((action) => !granted.has(action))).toEqual([]);
    for (const { role } of manifest.roles)
      expect(role.permissions.map(({ action }) => action)).toContain('plugins.app:access');
  });

  it('lets viewers read and no more', () => {
    const ofViewers = manifest.roles
      .filter(({ grants }) => grants.includes('Viewer'))
      .flatMap(({ role }) => role.permissions.map(({ action }) => action));
    expect(ofViewers.toSorted()).toEqual([actions.readFindings, 'plugins.app:access'].toSorted());
  });

  it('forwards to the exporter only what a role allows, with the token that browsers never see', () => {
    for (const route of manifest.routes) {
      expect(route.url).toMatch(/^\{\{ \.JsonData\.exporterUrl \}\}\/api\/v1/);
      expect(granted).toContain(route.reqAction);
      expect(route.headers).toEqual([{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.apiToken }}' }]);
    }
  });

  it('writes through routes that are named one by one, before the one that reads', () => {
    const reads = manifest.routes.findIndex(({ path }) => path.includes('*'));
    expect(manifest.routes[reads]?.method).toBe('GET');
    expect(manifest.routes.slice(0, reads).every(({ method, path }) => method === 'POST' && !path.includes('*'))).toBe(
      true,
    );
    expect(reads).toBe(manifest.routes.length - 1);
  });

  it('announces the links that the code adds', () => {
    const added = addedLinks.map(({ targets, title, description }) => ({ targets, title, description }));
    expect(manifest.extensions.addedLinks).toEqual(added);
    for (const { title, description } of added) {
      expect(title.length).toBeGreaterThanOrEqual(10);
      expect(description).toBeDefined();
    }
  });
});
