import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from './knobs.ts';

/** A page or another thing that the app brings. */
export interface Include {
  readonly type: string;
  readonly name: string;
  readonly path?: string;
  readonly icon?: string;
  readonly action?: string;
  readonly role?: Role;
  readonly addToNav?: boolean;
  readonly defaultNav?: boolean;
}

/** A way from Grafana's server to another one. */
export interface ProxyRoute {
  readonly path: string;
  readonly method?: string;
  readonly url: string;
  readonly reqAction?: string;
  readonly reqRole?: Role;
  readonly headers?: readonly { readonly name: string; readonly content: string }[];
}

interface RoleGrant {
  readonly role: {
    readonly name: string;
    readonly permissions: readonly { readonly action: string; readonly scope?: string }[];
  };
  readonly grants: readonly string[];
}

/** What plugin.json says, as far as the stand-in heeds it. */
export interface PluginJson {
  readonly id: string;
  readonly name: string;
  readonly includes: readonly Include[];
  readonly roles: readonly RoleGrant[];
  readonly routes: readonly ProxyRoute[];
}

/** Reads plugin.json of a built app. */
export function readPluginJson(dist: string): PluginJson {
  return JSON.parse(readFileSync(join(dist, 'plugin.json'), 'utf8')) as PluginJson;
}

const inherited: Readonly<Record<Role, readonly Role[]>> = {
  Viewer: ['Viewer'],
  Editor: ['Viewer', 'Editor'],
  Admin: ['Viewer', 'Editor', 'Admin'],
};

/**
 * What a user of a role may do, as Grafana's boot data tells it: what plugin.json grants, and of Grafana's own actions
 * those that pages ask for. A role has what the roles below it have.
 */
export function permissionsOf({ roles }: PluginJson, role: Role): Readonly<Record<string, boolean>> {
  const granted = roles
    .filter(({ grants }) => grants.some((grant) => inherited[role].some((held) => held === grant)))
    .flatMap(({ role: { permissions } }) => permissions.map(({ action }) => action));
  const own = ['datasources:query', 'datasources:read', 'datasources:explore'];
  const admin = role === 'Admin' ? ['plugins:write', 'plugins:install', 'datasources:create', 'datasources:write'] : [];
  return Object.fromEntries([...granted, ...own, ...admin].map((action) => [action, true]));
}

/** Whether a role is at least another. */
export function isAtLeast(role: Role, wanted: Role): boolean {
  return inherited[role].includes(wanted);
}
