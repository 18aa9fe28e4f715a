import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { kinds, type KindName } from '../../exporter/model/kinds.ts';
import { answer, misbehave, statusOf, type LoggedRequest, type Refuse, type Reply } from './fake-answers.ts';
import { discover, groupVersion } from './fake-discovery.ts';
import { FaultPlan, type Fault, type FaultRule } from './fake-faults.ts';
import {
  apiVersionOf,
  collectionOf,
  everything,
  isCustom,
  matches,
  readVerbs,
  routeOf,
  selectorOf,
  verbOf,
  type Served,
} from './fake-routes.ts';
import { createFakeStorage, type FakeStorage, type Manifest, type Stored } from './fake-storage.ts';
import { serveWatch, type OpenWatch } from './fake-watch.ts';

export interface FakeOptions {
  readonly version?: string;
  /** Bearer token that requests must carry. */
  readonly token?: string;
  /** Events of history, after which resuming gives 410. */
  readonly history?: number;
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  /** Discovery as servers before 1.27 give it. */
  readonly plainDiscovery?: boolean;
  readonly clock?: () => number;
}

/** A Kubernetes API server over HTTP for tests: real paths, versions, pages, watches, reviews; and faults on demand. */
export interface FakeApiServer {
  readonly url: string;
  readonly storage: FakeStorage;
  readonly requests: readonly LoggedRequest[];
  /** The most lists that were being answered at the same time. */
  readonly listsAtOnce: number;
  readonly openWatches: number;
  /** Connections accepted so far. */
  readonly sockets: number;
  put(kind: KindName, manifest: Manifest): Stored;
  remove(kind: KindName, namespace: string, name: string): void;
  fault(rule: FaultRule): void;
  clearFaults(): void;
  /** Takes a permission away; the verb `*` is all of them. */
  deny(resource: string, ...verbs: string[]): void;
  allow(resource: string): void;
  /** Rules reviews say nothing, as behind an authorizer that cannot enumerate. */
  hideRules(): void;
  unserve(resource: string): void;
  serve(resource: string): void;
  setVersion(version: string): void;
  setToken(token: string): void;
  /** Sends a bookmark on every watch. */
  bookmark(): void;
  /** Ends watches as if their time were over. */
  endWatches(): void;
  /** Refuses connections until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts on a free port of the loopback interface. */
export async function startFakeApiServer(options: FakeOptions = {}): Promise<FakeApiServer> {
  const clock = options.clock ?? Date.now;
  const storage = createFakeStorage(options.history ?? 1000, clock);
  const faults = new FaultPlan();
  const requests: LoggedRequest[] = [];
  const denied = new Set<string>();
  const unserved = new Set<string>(everything.filter(isCustom).map(collectionOf));
  const watches = new Set<OpenWatch>();
  let { token, version = 'v1.37.2' } = options;
  let rulesHidden = false;
  let listing = 0;
  let listsAtOnce = 0;
  let discoveryTag = 0;

  const isServed = (one: Served) => !unserved.has(collectionOf(one)) && !unserved.has(one.resource);
  const may = (verb: string, one: { group: string; resource: string }) =>
    ![collectionOf(one), one.resource].some((name) => denied.has(`${verb} ${name}`) || denied.has(`* ${name}`));

  const discovery = () => ({ isServed, plain: options.plainDiscovery ?? false, tag: discoveryTag });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const body = await bodyOf(request);
    const route = routeOf(url.pathname);
    const served = route && everything.find((one) => matches(one, route) && isServed(one));
    const verb = verbOf(request.method ?? 'GET', url, route?.name);
    const resource = served?.resource ?? route?.resource ?? url.pathname;
    const { authorization } = request.headers;
    const logged: LoggedRequest = { verb, resource, url: request.url ?? '', authorization, code: 0, bytes: 0 };
    requests.push(logged);
    const reply = (code: number, value: unknown, headers: Record<string, string> = {}) =>
      answer(request, response, logged, code, value, headers);
    const refuse = (code: number, reason: string, message: string, headers: Record<string, string> = {}) =>
      reply(code, statusOf(code, reason, message), headers);

    if (token !== undefined && authorization !== `Bearer ${token}`) {
      return refuse(401, 'Unauthorized', 'Unauthorized');
    }
    const fault = faults.take({ verb, resource, continued: url.searchParams.has('continue') });
    if (fault !== undefined && (await misbehave(fault, verb, response, logged, refuse))) return;
    if (url.pathname === '/version') return reply(200, { major: '1', minor: '37', gitVersion: version });
    if (url.pathname === '/api' || url.pathname === '/apis') return discover(discovery(), url.pathname, request, reply);
    if (url.pathname.endsWith('selfsubjectaccessreviews')) return reply(201, reviewAccess(body));
    if (url.pathname.endsWith('selfsubjectrulesreviews')) return reply(201, reviewRules(body));
    if (route !== undefined && route.resource === undefined) return groupVersion(discovery(), route, reply, refuse);
    if (route === undefined || served === undefined) {
      return refuse(404, 'NotFound', 'the server could not find the requested resource');
    }
    if (!may(verb, served)) {
      const qualified = served.group === '' ? served.resource : `${served.resource}.${served.group}`;
      const scope = route.namespace === undefined ? 'at the cluster scope' : `in the namespace "${route.namespace}"`;
      const message = `${qualified} is forbidden: User "fake" cannot ${verb} resource "${served.resource}" ${scope}`;
      return refuse(403, 'Forbidden', message);
    }
    const collection = collectionOf(served);
    const namespace = route.namespace ?? '';
    switch (verb) {
      case 'list':
        listing += 1;
        listsAtOnce = Math.max(listsAtOnce, listing);
        try {
          // Gives concurrent lists a chance to overlap.
          await new Promise((resolve) => setImmediate(resolve));
          return await list(served, url, fault, reply, refuse, response, logged);
        } finally {
          listing -= 1;
        }
      case 'watch':
        return serveWatch({ storage, watches }, served, route.namespace, url, fault, response, logged, refuse);
      case 'get': {
        const found = storage.find(collection, namespace, route.name ?? '');
        return found ? reply(200, found) : refuse(404, 'NotFound', `${served.resource} "${route.name}" not found`);
      }
      case 'create':
      case 'update': {
        const manifest = JSON.parse(body) as Stored;
        const known = storage.find(collection, namespace, manifest.metadata.name);
        if (verb === 'create' && known) return refuse(409, 'AlreadyExists', `"${manifest.metadata.name}" exists`);
        if (verb === 'update' && known?.metadata.resourceVersion !== manifest.metadata.resourceVersion) {
          return refuse(409, 'Conflict', 'the object has been modified');
        }
        return reply(verb === 'create' ? 201 : 200, storage.put(collection, manifest));
      }
      default:
        return refuse(405, 'MethodNotAllowed', 'not supported by the fake');
    }
  }

  function reviewAccess(body: string): unknown {
    const review = JSON.parse(body) as {
      spec: { resourceAttributes: { group: string; resource: string; verb: string } };
    };
    const attributes = review.spec.resourceAttributes;
    return { ...review, status: { allowed: may(attributes.verb, attributes) } };
  }

  function reviewRules(body: string): unknown {
    const resourceRules = rulesHidden
      ? []
      : everything.map((one) => ({
          apiGroups: [one.group],
          resources: [one.resource],
          verbs: readVerbs.filter((verb) => may(verb, one)),
        }));
    return {
      ...(JSON.parse(body) as object),
      status: { resourceRules, nonResourceRules: [], incomplete: rulesHidden },
    };
  }

  async function list(
    served: Served,
    url: URL,
    fault: Fault | undefined,
    reply: Reply,
    refuse: Refuse,
    response: ServerResponse,
    logged: LoggedRequest,
  ): Promise<void> {
    const limit = Number(url.searchParams.get('limit') ?? 0);
    const given = url.searchParams.get('continue');
    const { revision, start } = given
      ? (JSON.parse(Buffer.from(given, 'base64url').toString()) as { revision: number; start: number })
      : { revision: storage.revision, start: 0 };
    const all = storage.read(collectionOf(served), revision)?.filter(selectorOf(url));
    if (all === undefined) {
      return refuse(410, 'Expired', 'The provided continue parameter is too old to display a consistent list result.');
    }
    const end = limit > 0 ? start + limit : all.length;
    const more = end < all.length;
    const next = Buffer.from(JSON.stringify({ revision, start: end })).toString('base64url');
    const value = {
      kind: `${served.kind}List`,
      apiVersion: apiVersionOf(served),
      metadata: {
        resourceVersion: String(revision),
        ...(more ? { continue: next, remainingItemCount: all.length - end } : {}),
      },
      items: all.slice(start, end).map(({ apiVersion: _version, kind: _kind, ...item }) => item),
    };
    if (fault?.do === 'half') {
      const text = JSON.stringify(value);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, text.length / 2));
      logged.code = 200;
      setTimeout(() => response.destroy(), 5);
      return;
    }
    reply(200, value);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };
  const server: Server = options.tls
    ? createTlsServer({ ...options.tls, ...(options.tls.ca ? { requestCert: true } : {}) }, listener)
    : createServer(listener);
  let sockets = 0;
  server.on('connection', () => (sockets += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function down(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    storage,
    requests,
    get listsAtOnce() {
      return listsAtOnce;
    },
    get sockets() {
      return sockets;
    },
    get openWatches() {
      return watches.size;
    },
    put: (kind, manifest) => storage.put(collectionOf(kinds[kind]), manifest),
    remove: (kind, namespace, name) => void storage.remove(collectionOf(kinds[kind]), namespace, name),
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    deny(resource, ...verbs) {
      for (const verb of verbs) denied.add(`${verb} ${resource}`);
    },
    allow(resource) {
      for (const entry of denied) if (entry.endsWith(` ${resource}`)) denied.delete(entry);
    },
    hideRules() {
      rulesHidden = true;
    },
    unserve(resource) {
      unserved.add(resource);
      discoveryTag += 1;
      for (const { served, end } of watches) if (!isServed(served)) end();
    },
    serve(resource) {
      unserved.delete(resource);
      discoveryTag += 1;
    },
    setVersion(next) {
      version = next;
    },
    setToken(next) {
      token = next;
    },
    bookmark() {
      for (const { response, served } of watches) {
        const object = {
          kind: served.kind,
          apiVersion: apiVersionOf(served),
          metadata: { resourceVersion: String(storage.revision), creationTimestamp: null },
        };
        if (!response.writableEnded) response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
      }
    },
    endWatches() {
      for (const { end } of watches) end();
    },
    down,
    async up() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: down,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
