import { Agent, EnvHttpProxyAgent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import { readCredentials, type Credentials, type TlsMaterial } from './credentials.ts';
import { KubeconfigError, type ContextSpec } from './kubeconfig.ts';
import { pluginAuth } from './plugin-auth.ts';

/** One cluster's API server, with the sockets and credentials that reach it. */
export interface Connection {
  /** Name of the context; what people call the cluster unless configuration says otherwise. */
  readonly name: string;
  /** URL of the API server without a slash at the end; may have a path. */
  readonly server: string;
  /** Namespace of the context, or of our own pod. */
  readonly namespace: string | undefined;
  /** Headers and sockets for the next request; credentials are read again after a minute. Throws KubeconfigError. */
  ready(): Promise<Ready>;
  /** Sockets to the same server that carry no credential of ours, not even a certificate; the caller closes them. */
  stranger(): Promise<Dispatcher>;
  /** Ends every socket at once. */
  close(): Promise<void>;
}

export interface Ready {
  readonly headers: Credentials['headers'];
  /** What the sockets were made with, for those that also talk to kubelets. */
  readonly tls: TlsMaterial;
  /** For lists and single reads, and for watches, which may be silent for long. */
  readonly requests: Dispatcher;
  readonly watches: Dispatcher;
  /** The API server refused these credentials: the next request reads them again. */
  readonly refused: () => void;
}

export interface ConnectionOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Off by default: a stall of the single HTTP/2 stream of packets would block every watch at once. */
  readonly allowH2?: boolean;
}

const credentialsMs = 60_000;
/** Below the idle limits of cloud load balancers, which drop silent connections without a word. */
const keepAliveMs = 30_000;
const connectMs = 10_000;

/** Reaches the cluster of a context; opens no socket until the first request. Throws KubeconfigError. */
export function createConnection(context: ContextSpec, options: ConnectionOptions): Connection {
  const { env, clock } = options;
  const server = serverOf(context);
  const freshPlugin = pluginAuth(context, env);
  let plugin = freshPlugin?.();
  let known: { credentials: Credentials; readAt: number } | undefined;
  let reading: Promise<Credentials> | undefined;
  let sockets: { requests: Dispatcher; watches: Dispatcher; material: string } | undefined;
  const retired = new Set<Dispatcher>();

  async function credentials(): Promise<Credentials> {
    if (known !== undefined && clock() - known.readAt < credentialsMs) return known.credentials;
    reading ??= readCredentials(context, plugin).finally(() => (reading = undefined));
    const read = await reading;
    known = { credentials: read, readAt: clock() };
    return read;
  }

  /** New certificates need new sockets; what still runs on the old ones ends in its own time. */
  function socketsWith(tls: TlsMaterial) {
    const material = JSON.stringify(tls);
    if (sockets?.material === material) return sockets;
    for (const old of [sockets?.requests, sockets?.watches]) {
      if (old === undefined) continue;
      retired.add(old);
      void old.close().finally(() => retired.delete(old));
    }
    const build = (idleMs: number) => dispatcher(context, tls, env, options.allowH2 ?? false, idleMs);
    sockets = { requests: build(connectMs * 12), watches: build(0), material };
    return sockets;
  }

  return {
    name: context.name,
    server,
    namespace: context.namespace,
    async ready() {
      const used = await credentials();
      const { requests, watches } = socketsWith(used.tls);
      const refused = () => {
        // Every watch is refused at the same time; only the first of them may start a plugin.
        if (known?.credentials !== used) return;
        known = undefined;
        plugin = freshPlugin?.();
      };
      return { headers: used.headers, tls: used.tls, requests, watches, refused };
    },
    async stranger() {
      const { cert: _cert, key: _key, ...trust } = (await credentials()).tls;
      return dispatcher(context, trust, env, options.allowH2 ?? false, connectMs);
    },
    async close() {
      const open = [sockets?.requests, sockets?.watches, ...retired].filter((one) => one !== undefined);
      sockets = undefined;
      await Promise.all(open.map((one) => one.destroy()));
    },
  };
}

function serverOf({ cluster }: ContextSpec): string {
  const server = cluster.body['server'];
  const at = `kubeconfig ${cluster.file}, cluster "${cluster.name}"`;
  if (typeof server !== 'string' || server === '') throw new KubeconfigError(`${at}: server is missing`);
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) {
    throw new KubeconfigError(`${at}: server "${server}" is not an http or https URL`);
  }
  return server.replace(/\/+$/, '');
}

function dispatcher(
  context: ContextSpec,
  tls: TlsMaterial,
  env: NodeJS.ProcessEnv,
  allowH2: boolean,
  bodyTimeout: number,
): Dispatcher {
  const connect = { ...tls, timeout: connectMs, keepAlive: true, keepAliveInitialDelay: keepAliveMs };
  const shared = { allowH2, bodyTimeout, headersTimeout: 0, keepAliveTimeout: keepAliveMs, connect };
  const proxy = context.cluster.body['proxy-url'];
  if (typeof proxy === 'string' && proxy !== '') {
    if (!URL.canParse(proxy)) {
      throw new KubeconfigError(
        `kubeconfig ${context.cluster.file}, cluster "${context.cluster.name}": proxy-url is not a URL`,
      );
    }
    if (/^socks5h?:/.test(proxy)) {
      return new Socks5ProxyAgent(proxy.replace(/^socks5h:/, 'socks5:'), { allowH2, bodyTimeout, requestTls: tls });
    }
    return new ProxyAgent({ ...shared, uri: proxy, requestTls: tls });
  }
  const [httpProxy, httpsProxy, noProxy] = ['http_proxy', 'https_proxy', 'no_proxy'].map(
    (name) => env[name] ?? env[name.toUpperCase()] ?? '',
  );
  if (!httpProxy && !httpsProxy) return new Agent(shared);
  return new EnvHttpProxyAgent({
    ...shared,
    requestTls: tls,
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
  });
}
