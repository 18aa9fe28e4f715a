import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields, type Identity, type Labels } from './meta.ts';

/** A program that runs, whatever kind of object runs it. */
export interface App extends Identity {
  readonly namespace: string;
  readonly image: string;
  /** Everything the restricted standard asks for, a read-only root file system and no token; true unless it says no. */
  readonly hardened?: boolean;
  readonly port?: number;
  /** Literal values, or `secret:<name>/<key>`. */
  readonly env?: Labels;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Paths of the node, mounted where they are; read-only with `:ro` at the end. */
  readonly hostPaths?: readonly string[];
  /** The service account; one of the program's own name by default. */
  readonly account?: string;
  /** Labels that select its pods. */
  readonly selector?: Labels;
  /** Over what is derived for the first container. */
  readonly container?: Fields;
  /** Over what is derived for the pod. */
  readonly pod?: Fields;
  readonly init?: readonly Fields[];
  readonly sidecars?: readonly Fields[];
}

/** What the restricted standard asks of a container, and a read-only root file system. */
export const hardenedContainer: Fields = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** What the restricted standard asks of a pod. */
export const hardenedPod: Fields = {
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  fsGroup: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The labels by which the pods of a program are selected. */
export function selectorOf({ name, selector, labels }: App): Labels {
  const instance = labels?.['app.kubernetes.io/instance'];
  if (selector !== undefined) return selector;
  return { 'app.kubernetes.io/name': name, ...(instance !== undefined && { 'app.kubernetes.io/instance': instance }) };
}

/** The pod template of a program. */
export function templateOf(app: App): { readonly metadata: Fields; readonly spec: Fields } {
  const version = app.labels?.['app.kubernetes.io/version'];
  const labels = { ...selectorOf(app), ...(version !== undefined && { 'app.kubernetes.io/version': version }) };
  return { metadata: { labels }, spec: specOf(app) };
}

/** A pod that nothing controls, unless its identity says so. */
export function pod(app: App): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: meta(app), spec: specOf(app) };
}

function specOf(app: App): Fields {
  const { name, account = name, hardened = true, hostPaths = [] } = app;
  const mounts = hostPaths.map((path, index) => mountOf(path, index));
  const scratch = hardened ? [{ name: 'tmp', mountPath: '/tmp' }] : [];
  const volumeMounts = [...scratch, ...mounts.map(({ mount }) => mount)];
  const volumes = [...(hardened ? [{ name: 'tmp', emptyDir: {} }] : []), ...mounts.map(({ volume }) => volume)];
  const container = {
    name,
    image: app.image,
    ...(app.command && { command: app.command }),
    ...(app.args && { args: app.args }),
    ...(app.env && { env: Object.entries(app.env).map(variable) }),
    ...(app.port !== undefined && served(app.port)),
    ...(hardened && { securityContext: hardenedContainer }),
    ...(volumeMounts.length > 0 && { volumeMounts }),
    ...app.container,
  };
  return {
    ...(account !== '' && { serviceAccountName: account }),
    ...(hardened && { automountServiceAccountToken: false, securityContext: hardenedPod }),
    ...(app.init && { initContainers: app.init }),
    containers: [container, ...(app.sidecars ?? [])],
    ...(volumes.length > 0 && { volumes }),
    ...app.pod,
  };
}

function served(port: number): Fields {
  return {
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' }, periodSeconds: 10 },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  };
}

function variable([name, value]: readonly [string, string]): Fields {
  const [, secret, key] = /^secret:([^/]+)\/(.+)$/.exec(value) ?? [];
  return secret === undefined ? { name, value } : { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function mountOf(given: string, index: number): { readonly volume: Fields; readonly mount: Fields } {
  const path = given.replace(/:ro$/, '');
  const name = `host-${index}`;
  return {
    volume: { name, hostPath: { path, type: '' } },
    mount: { name, mountPath: path === '/' ? '/host' : path, ...(path !== given && { readOnly: true }) },
  };
}
