import { createHash } from 'node:crypto';
import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields, type Identity, type Labels } from './meta.ts';

/** A program that runs, whatever kind of object runs it. */
export interface App extends Identity {
  readonly namespace: string;
  readonly image: string;
  /**
   * Everything the restricted standard asks for, a read-only root file system, no token, secrets in files and an image by
   * its digest; true unless it says no.
   */
  readonly hardened?: boolean;
  readonly port?: number;
  /** Literal values, or `secret:<name>/<key>`; a hardened program finds the path in `<variable>_FILE` instead. */
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
  const parts = [
    ...(hardened ? [scratch, ...secretsOf(app).map(secretPart)] : []),
    ...hostPaths.map((path, index) => hostPart(path, index)),
  ];
  const env = Object.entries(app.env ?? {}).map(hardened ? fileVariable : variable);
  const container = {
    name,
    image: hardened ? pinned(app.image) : app.image,
    ...(hardened && { imagePullPolicy: 'Always' }),
    ...(app.command && { command: app.command }),
    ...(app.args && { args: app.args }),
    ...(env.length > 0 && { env }),
    ...(app.port !== undefined && served(app.port)),
    ...(hardened && { securityContext: hardenedContainer }),
    ...(parts.length > 0 && { volumeMounts: parts.map(({ mount }) => mount) }),
    ...app.container,
  };
  return {
    ...(account !== '' && { serviceAccountName: account }),
    ...(hardened && { automountServiceAccountToken: false, securityContext: hardenedPod }),
    ...(app.init && { initContainers: app.init }),
    containers: [container, ...(app.sidecars ?? [])],
    ...(parts.length > 0 && { volumes: parts.map(({ volume }) => volume) }),
    ...app.pod,
  };
}

/** The image by its digest, as a pipeline writes it that looks it up; what has no release is left to its fate. */
function pinned(image: string): string {
  if (image.includes('@') || !/:[^:/]+$/.test(image) || image.endsWith(':latest')) return image;
  return `${image}@sha256:${createHash('sha256').update(image).digest('hex')}`;
}

function served(port: number): Fields {
  return {
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    readinessProbe: { httpGet: { path: '/readyz', port: 'http', scheme: 'HTTP' }, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: '/livez', port: 'http', scheme: 'HTTP' }, periodSeconds: 20 },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  };
}

const secretForm = /^secret:([^/]+)\/(.+)$/;

function variable([name, value]: readonly [string, string]): Fields {
  const [, secret, key] = secretForm.exec(value) ?? [];
  return secret === undefined ? { name, value } : { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function fileVariable([name, value]: readonly [string, string]): Fields {
  const [, secret, key] = secretForm.exec(value) ?? [];
  return secret === undefined ? { name, value } : { name: `${name}_FILE`, value: `/run/secrets/${secret}/${key}` };
}

/** Names of the Secrets that a program reads. */
function secretsOf({ env = {} }: App): readonly string[] {
  return [...new Set(Object.values(env).flatMap((value) => secretForm.exec(value)?.[1] ?? []))];
}

/** A volume, and where the first container sees it. */
interface Part {
  readonly volume: Fields;
  readonly mount: Fields;
}

const scratch: Part = { volume: { name: 'tmp', emptyDir: {} }, mount: { name: 'tmp', mountPath: '/tmp' } };

function secretPart(secretName: string): Part {
  const name = `secret-${secretName}`;
  return {
    volume: { name, secret: { secretName } },
    mount: { name, mountPath: `/run/secrets/${secretName}`, readOnly: true },
  };
}

function hostPart(given: string, index: number): Part {
  const path = given.replace(/:ro$/, '');
  const name = `host-${index}`;
  return {
    volume: { name, hostPath: { path, type: '' } },
    mount: { name, mountPath: path === '/' ? '/host' : path, ...(path !== given && { readOnly: true }) },
  };
}
