import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { delimiter, join } from 'node:path';
import { createConnection, type Connection, type ConnectionOptions } from './connection.ts';
import { KubeconfigError, readContexts, type ContextChoice, type ContextSpec, type Entry } from './kubeconfig.ts';

export interface ConnectChoice {
  /** Path of a kubeconfig; without it KUBECONFIG, then the pod's service account, then ~/.kube/config. */
  readonly kubeconfig?: string;
  readonly contexts: ContextChoice;
  /** `auto`: the service account of our pod when there is one and no kubeconfig was asked for. */
  readonly inCluster: 'auto' | 'always' | 'never';
}

export interface ConnectDeps extends ConnectionOptions {
  /** Where Kubernetes mounts the service account into a pod. */
  readonly serviceAccountDirectory?: string;
}

const mountedServiceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The clusters that configuration chose, in its order; opens no socket. Throws KubeconfigError. */
export function loadConnections(choice: ConnectChoice, deps: ConnectDeps): Connection[] {
  const contexts = contextsOf(choice, deps);
  return contexts.map((context) => createConnection(context, deps));
}

function contextsOf(choice: ConnectChoice, deps: ConnectDeps): ContextSpec[] {
  const { env } = deps;
  const pod = choice.inCluster === 'never' ? undefined : serviceAccountOf(deps);
  if (choice.inCluster === 'always') {
    if (pod !== undefined) return [pod];
    throw new KubeconfigError(
      'not in a cluster: KUBERNETES_SERVICE_HOST or the service account token is missing; ' +
        'set automountServiceAccountToken on the pod, or pass --kubeconfig',
    );
  }
  if (choice.kubeconfig !== undefined) return readContexts([choice.kubeconfig], true, choice.contexts);
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return readContexts(listed, false, choice.contexts);
  if (pod !== undefined) return [pod];
  return readContexts([join(env['HOME'] ?? env['USERPROFILE'] ?? '', '.kube', 'config')], false, choice.contexts);
}

/** Our pod's service account in the terms of a kubeconfig. */
function serviceAccountOf(deps: ConnectDeps): ContextSpec | undefined {
  const { env, serviceAccountDirectory: directory = mountedServiceAccount } = deps;
  const host = env['KUBERNETES_SERVICE_HOST'];
  const token = join(directory, 'token');
  if (!host || !existsSync(token)) return undefined;
  const entry = (body: Entry['body']): Entry => ({ name: 'in-cluster', file: directory, directory, body });
  const port = env['KUBERNETES_SERVICE_PORT_HTTPS'] ?? env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const namespaceFile = join(directory, 'namespace');
  const ca = join(directory, 'ca.crt');
  return {
    name: 'in-cluster',
    cluster: entry({
      server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
      ...(existsSync(ca) ? { 'certificate-authority': ca } : {}),
    }),
    user: entry({ tokenFile: token }),
    ...(existsSync(namespaceFile) ? { namespace: readFileSync(namespaceFile, 'utf8').trim() } : {}),
  };
}
