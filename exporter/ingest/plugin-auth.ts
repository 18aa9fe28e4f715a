import { delimiter, isAbsolute, join, sep } from 'node:path';
import { access, constants } from 'node:fs/promises';
import type { AgentOptions } from 'node:https';
import type { PluginAuth } from './credentials.ts';
import { isRecord } from '../model/record.ts';
import { KubeconfigError, type ContextSpec, type Entry } from './kubeconfig.ts';

const slowestPluginMs = 60_000;

/**
 * Authentication that needs another program or an identity provider, or undefined where the kubeconfig has none. Each
 * call of the result starts afresh, so that a credential the API server refused is not handed out again.
 */
export function pluginAuth(context: ContextSpec, env: NodeJS.ProcessEnv): (() => PluginAuth) | undefined {
  const { user } = context;
  if (user === undefined || !(isRecord(user.body['exec']) || isRecord(user.body['auth-provider']))) return undefined;
  return () => {
    let asked: Promise<PluginAuth> | undefined;
    return async () => (await (asked ??= load(context, user, env)))();
  };
}

/** The client library costs 60 MB and half a second, so only clusters that need its plugins load it. */
async function load(context: ContextSpec, user: Entry, env: NodeJS.ProcessEnv): Promise<PluginAuth> {
  const at = `${user.file}, user "${user.name}"`;
  const exec = isRecord(user.body['exec']) ? await executable(user, user.body['exec'], at, env) : undefined;
  const { HttpMethod, KubeConfig, RequestContext } = await import('@kubernetes/client-node');
  let tls: AgentOptions = {};

  /** Takes the client certificate that a plugin gives, and leaves connections to our own agent. */
  class AuthOnly extends KubeConfig {
    override createDispatcherOptions(_cluster: unknown, options: AgentOptions): { type: 'none' } {
      tls = options;
      return { type: 'none' };
    }
  }

  const config = new AuthOnly();
  config.loadFromOptions({
    clusters: [{ name: 'cluster', server: String(context.cluster.body['server']), skipTLSVerify: false }],
    users: [{ name: user.name, exec, authProvider: user.body['auth-provider'] }],
    contexts: [{ name: context.name, cluster: 'cluster', user: user.name }],
    currentContext: context.name,
  });

  return async () => {
    const request = new RequestContext(String(context.cluster.body['server']), HttpMethod.GET);
    try {
      await within(slowestPluginMs, config.applySecurityAuthentication(request));
    } catch (error) {
      throw new KubeconfigError(complaint(at, exec, error));
    }
    const { Authorization: authorization } = request.getHeaders();
    const { cert, key } = tls;
    return {
      ...(authorization === undefined ? {} : { authorization: authorization.trim() }),
      ...(typeof cert === 'string' ? { cert } : {}),
      ...(typeof key === 'string' ? { key } : {}),
    };
  };
}

/** The exec entry as client-go would run it: path resolved, told that nobody is there to answer questions. */
async function executable(
  user: Entry,
  exec: Record<string, unknown>,
  at: string,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, unknown>> {
  const command = typeof exec['command'] === 'string' ? exec['command'] : '';
  if (command === '') throw new KubeconfigError(`${at}: exec.command is missing`);
  const path = command.includes(sep) && !isAbsolute(command) ? join(user.directory, command) : command;
  if (!(await isExecutable(path, env))) {
    const hint = typeof exec['installHint'] === 'string' ? ` ${exec['installHint'].trim()}` : '';
    throw new KubeconfigError(`${at}: the exec plugin "${command}" was not found: install it or fix PATH.${hint}`);
  }
  const info = { apiVersion: exec['apiVersion'], kind: 'ExecCredential', spec: { interactive: false } };
  const given: unknown[] = Array.isArray(exec['env']) ? exec['env'] : [];
  return {
    ...exec,
    command: path,
    env: [...given, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }],
  };
}

async function isExecutable(command: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const places = command.includes(sep) ? [''] : (env['PATH'] ?? '').split(delimiter);
  const tries = places.map((place) => access(join(place, command), constants.X_OK));
  return Promise.any(tries).then(
    () => true,
    () => false,
  );
}

/** What a plugin prints when it fails may hold tokens, so it is left out. */
function complaint(at: string, exec: Record<string, unknown> | undefined, error: unknown): string {
  const timedOut = error instanceof PluginTimeout;
  const outcome = timedOut ? `gave no answer in ${slowestPluginMs / 1000} s` : 'failed';
  return exec === undefined
    ? `${at}: the auth provider ${outcome}: log in again with the tool that wrote this kubeconfig`
    : `${at}: the exec plugin "${String(exec['command'])}" ${outcome}: run it by hand to see why, and log in again`;
}

class PluginTimeout extends Error {}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PluginTimeout()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
