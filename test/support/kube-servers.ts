import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { toolPath } from '../tools/find.ts';
import { httpJson, httpRequestText } from './http.ts';
import { freePort, type ManagedProcess, startProcess, waitUntil } from './process.ts';

/** What the API server and the controller manager of one cluster share. */
export interface KubeFiles {
  readonly dir: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  readonly tokens: string;
  /** Written by the API server at its first start: its own certificate and the authority that signed it. */
  readonly ca: string;
}

/** Starts kube-apiserver and waits until it is ready; a second start on the same files is a restart. */
export async function startKubeApiserver(
  files: KubeFiles,
  options: { etcdUrl: string; port: number; token: string; flags?: readonly string[] },
): Promise<ManagedProcess> {
  const { etcdUrl, port, token, flags = [] } = options;
  const owner = startProcess({
    name: 'kube-apiserver',
    command: toolPath('kube-apiserver'),
    logFile: join(files.dir, 'kube-apiserver.log'),
    args: [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${join(files.dir, 'certificates')}`,
      '--authorization-mode=Node,RBAC',
      `--token-auth-file=${files.tokens}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${files.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      // Endpoints may not point to a loopback address, and without nodes nobody follows them.
      '--endpoint-reconciler-type=none',
      // As kubeadm and every managed offering set it; without it a privileged pod is invalid.
      '--allow-privileged=true',
      ...flags,
    ],
  });
  const url = `https://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${token}` };
  await waitUntil(
    'kube-apiserver is ready',
    async () => {
      // A fresh key signed this certificate: who answers with it is the process started here.
      const ca = readFileSync(files.ca, 'utf8');
      const paths = ['/readyz', '/api/v1/namespaces/default', '/api/v1/namespaces/kube-system'];
      const answers = await Promise.all(paths.map((path) => httpRequestText(`${url}${path}`, { ca, headers })));
      return answers.every(({ status }) => status === 200);
    },
    { process: owner },
  ).catch(async (error: unknown) => {
    await owner.stop('SIGKILL');
    throw error;
  });
  return owner;
}

/** Starts kube-controller-manager and waits until its controllers work. */
export async function startKubeControllerManager(
  files: KubeFiles,
  options: { url: string; token: string; kubeconfig: string },
): Promise<ManagedProcess> {
  const { url, token, kubeconfig } = options;
  const port = await freePort();
  const owner = startProcess({
    name: 'kube-controller-manager',
    command: toolPath('kube-controller-manager'),
    logFile: join(files.dir, 'kube-controller-manager.log'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${join(files.dir, 'controller-manager-certificates')}`,
      '--leader-elect=false',
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      `--root-ca-file=${files.ca}`,
    ],
  });
  const ca = readFileSync(files.ca, 'utf8');
  const headers = { authorization: `Bearer ${token}` };
  await waitUntil(
    'kube-controller-manager makes service accounts',
    async () => {
      await httpJson(`${url}/api/v1/namespaces/default/serviceaccounts/default`, { ca, headers });
      return true;
    },
    { process: owner },
  ).catch(async (error: unknown) => {
    await owner.stop('SIGKILL');
    throw error;
  });
  return owner;
}
