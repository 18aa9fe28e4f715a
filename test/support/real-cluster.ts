import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toolPath } from '../tools/find.ts';
import { type Etcd, startEtcd } from './etcd.ts';
import { type HttpAnswer, httpRequestText } from './http.ts';
import { type KubeFiles, startKubeApiserver, startKubeControllerManager } from './kube-servers.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { freePort, type ManagedProcess, run, tail, waitUntil } from './process.ts';

/** One rule of a Kubernetes role. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** A cluster without nodes: real etcd, real kube-apiserver with RBAC, and kube-controller-manager when asked for. */
export interface RealCluster {
  readonly url: string;
  readonly caFile: string;
  readonly caData: string;
  /** Where everything of this cluster is, logs included. */
  readonly dir: string;
  readonly adminKubeconfig: string;
  readonly adminToken: string;
  /** Runs kubectl as administrator and returns what it printed; a failure is an error with kubectl's words. */
  kubectl(args: readonly string[], stdin?: string): Promise<string>;
  /** Sends one request to the API server, as administrator unless a token is given. */
  request(
    path: string,
    options?: { readonly token?: string; readonly method?: string; readonly body?: string },
  ): Promise<HttpAnswer>;
  /** Creates a namespace in which pods can be created: with its `default` service account. */
  createNamespace(name: string, labels?: Readonly<Record<string, string>>): Promise<void>;
  /** Writes a kubeconfig for a new ServiceAccount that is allowed exactly these rules, in the whole cluster. */
  createServiceAccountKubeconfig(options: {
    readonly name: string;
    readonly namespace: string;
    readonly rules: readonly PolicyRule[];
  }): Promise<string>;
  stopApiServer(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, keys and data. */
  startApiServer(): Promise<void>;
  restartApiServer(signal?: NodeJS.Signals): Promise<void>;
  /**
   * Compacts etcd to its current revision, which it returns. The API server still answers watches from its cache;
   * after `restartApiServer()` every watch and list that asks for an older revision is answered with 410.
   */
  compactEtcd(): Promise<number>;
  /** Ends all processes and removes the folder; keeps it, and throws, when a process had died by itself. */
  stop(): Promise<void>;
}

/** Starts a cluster. With `dir` everything is kept there, and left there at the end. */
export async function startRealCluster(
  options: {
    readonly dir?: string;
    readonly controllerManager?: boolean;
    /** More flags of the API server, which win over the usual ones. */
    readonly apiServerFlags?: readonly string[];
  } = {},
): Promise<RealCluster> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'plumbline-cluster-'));
  const adminToken = randomBytes(16).toString('hex');
  const files = writeFiles(dir, adminToken);
  const running: { etcd?: Etcd; apiServer?: ManagedProcess; controllerManager?: ManagedProcess } = {};
  const processes = (): ManagedProcess[] =>
    [running.controllerManager, running.apiServer, running.etcd?.process].filter((owner) => owner !== undefined);
  const killAll = async (): Promise<void> => {
    // What they would write while closing is thrown away.
    await Promise.all(processes().map((owner) => owner.stop('SIGKILL')));
  };
  try {
    const etcd = (running.etcd = await startEtcd(dir));
    const port = await freePort();
    const url = `https://127.0.0.1:${port}`;
    const startApiServer = async (): Promise<void> => {
      if (running.apiServer?.alive() === true) return;
      running.apiServer = await startKubeApiserver(files, {
        etcdUrl: etcd.url,
        port,
        token: adminToken,
        flags: options.apiServerFlags ?? [],
      });
    };
    const stopApiServer = async (signal?: NodeJS.Signals): Promise<void> => {
      const { apiServer } = running;
      delete running.apiServer;
      // It would wait a minute for open watches to end, where a node's kubelet loses patience and kills it too.
      await apiServer?.stop(signal, 3000);
    };
    await startApiServer();
    const caData = readFileSync(files.ca, 'utf8');
    const adminKubeconfig = join(dir, 'admin.kubeconfig');
    writeKubeconfig(adminKubeconfig, { server: url, caFile: files.ca, user: 'admin', token: adminToken });
    const client = apiClient({ dir, url, caData, adminToken, adminKubeconfig });
    if (options.controllerManager === true) {
      const connection = { url, token: adminToken, kubeconfig: adminKubeconfig };
      running.controllerManager = await startKubeControllerManager(files, connection);
    }
    const withAccounts = { ...client, accountsAreMade: options.controllerManager === true };
    await ensureDefaultAccount(withAccounts, 'default');
    return {
      url,
      caFile: files.ca,
      caData,
      dir,
      adminKubeconfig,
      adminToken,
      ...client,
      async createNamespace(name, labels = {}) {
        await client.kubectl(['create', '-f', '-'], manifest({ kind: 'Namespace', metadata: { name, labels } }));
        await ensureDefaultAccount(withAccounts, name);
      },
      async createServiceAccountKubeconfig({ name, namespace, rules }) {
        const token = await createLimitedAccount(client, { name, namespace, rules });
        const path = join(dir, `${namespace}-${name}.kubeconfig`);
        writeKubeconfig(path, { server: url, caFile: files.ca, user: name, token });
        return path;
      },
      startApiServer,
      stopApiServer,
      async restartApiServer(signal) {
        await stopApiServer(signal);
        await startApiServer();
      },
      compactEtcd: () => etcd.compact(),
      async stop() {
        const dead = processes().filter((owner) => !owner.alive());
        await killAll();
        if (dead.length > 0)
          throw new Error(`died before the cluster was stopped: ${dead.map((owner) => tail(owner)).join('\n')}`);
        if (options.dir === undefined) rmSync(dir, { recursive: true });
      },
    };
  } catch (error) {
    await killAll();
    throw new Error(`the cluster did not start; its logs are in ${dir}`, { cause: error });
  }
}

type ApiClient = Pick<RealCluster, 'kubectl' | 'request'>;

function apiClient(cluster: Pick<RealCluster, 'dir' | 'url' | 'caData' | 'adminToken' | 'adminKubeconfig'>): ApiClient {
  const { dir, url, caData, adminToken, adminKubeconfig } = cluster;
  const binary = toolPath('kubectl');
  return {
    async kubectl(args, stdin = '') {
      // kubectl caches discovery below HOME, where another cluster on the same port would find it.
      const env = { ...process.env, KUBECONFIG: adminKubeconfig, HOME: dir };
      const { code, stdout, stderr } = await run(binary, args, { stdin, env });
      if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
      return stdout;
    },
    request: (path, { token = adminToken, method = 'GET', body } = {}) =>
      httpRequestText(`${url}${path}`, {
        ca: caData,
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      }),
  };
}

// Admission refuses pods in a namespace without it; without the controller manager nobody makes it.
async function ensureDefaultAccount(
  client: ApiClient & { accountsAreMade: boolean },
  namespace: string,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  if (client.accountsAreMade) {
    await waitUntil(
      `service account of ${namespace}`,
      async () => (await client.request(`${path}/default`)).status === 200,
    );
    return;
  }
  const body = manifest({ kind: 'ServiceAccount', metadata: { name: 'default' } });
  const { status, body: answer } = await client.request(path, { method: 'POST', body });
  if (status !== 201) throw new Error(`service account of ${namespace}: ${status} ${answer}`);
}

async function createLimitedAccount(
  client: ApiClient,
  options: { name: string; namespace: string; rules: readonly PolicyRule[] },
): Promise<string> {
  const { name, namespace, rules } = options;
  const roleName = `${namespace}-${name}`;
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: roleName }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: roleName },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
  await client.kubectl(['apply', '-f', '-'], manifest({ kind: 'List', items }));
  return (await client.kubectl(['create', 'token', name, '-n', namespace, '--duration=24h'])).trim();
}

function manifest(object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ apiVersion: 'v1', ...object });
}

function writeFiles(dir: string, adminToken: string): KubeFiles {
  mkdirSync(dir, { recursive: true });
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const files = {
    dir,
    serviceAccountKey: join(dir, 'service-account.key'),
    serviceAccountPublicKey: join(dir, 'service-account.pub'),
    tokens: join(dir, 'tokens.csv'),
    ca: join(dir, 'certificates', 'apiserver.crt'),
  };
  writeFileSync(files.serviceAccountKey, keys.privateKey, { mode: 0o600 });
  writeFileSync(files.serviceAccountPublicKey, keys.publicKey);
  writeFileSync(files.tokens, `${adminToken},admin,admin,system:masters\n`, { mode: 0o600 });
  return files;
}
