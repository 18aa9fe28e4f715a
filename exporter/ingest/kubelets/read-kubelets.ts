import type { Observed } from '../../model/object.ts';
import { project } from '../../normalize/project.ts';
import type { ApiFailure } from '../failure.ts';
import { createSemaphore } from '../semaphore.ts';
import type { KubeletAccess, ReadConfigz } from './configz.ts';
import type { KubeletAddress } from './node-roster.ts';

/** Kubelets that are asked at the same time: a round over thousands of nodes may take a while, and no node notices it. */
const askedAtOnce = 4;

/** Fields of a KubeletConfiguration that checks read; the rest, such as headers for static pods, may hold credentials. */
const keptFields = [
  'authentication',
  'authorization',
  'readOnlyPort',
  'streamingConnectionIdleTimeout',
  'makeIPTablesUtilChains',
  'eventRecordQPS',
  'tlsCertFile',
  'tlsPrivateKeyFile',
  'tlsCipherSuites',
  'tlsMinVersion',
  'rotateCertificates',
  'serverTLSBootstrap',
  'featureGates',
  'podPidsLimit',
  'seccompDefault',
  'protectKernelDefaults',
] as const;

/**
 * One object for each node: the configuration of its kubelet, or in words why it could not be read, so that a node
 * out of reach is unknown and not left out.
 */
export async function readKubelets(
  addresses: readonly KubeletAddress[],
  { read, mode }: { readonly read: ReadConfigz; readonly mode: KubeletAccess['mode'] },
  signal: AbortSignal,
): Promise<readonly Observed[]> {
  const places = createSemaphore(askedAtOnce);
  const asked = addresses.map((address) =>
    places.run(async () => {
      const answer = await read(address, signal);
      return observedOf(
        address.node,
        answer.ok ? { spec: kept(answer.value) } : { unread: whyUnread(answer.failure, address, mode) },
      );
    }, signal),
  );
  return (await Promise.all(asked)).filter((observed) => observed !== undefined);
}

function observedOf(node: string, content: object): Observed {
  return { kind: 'KubeletConfig', object: project('KubeletConfig', { metadata: { name: node }, ...content }) };
}

function kept(configuration: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    keptFields.filter((field) => field in configuration).map((field) => [field, configuration[field]]),
  );
}

function whyUnread({ code, message }: ApiFailure, { host, port }: KubeletAddress, mode: KubeletAccess['mode']): string {
  const who = mode === 'proxy' || host === undefined ? 'the kubelet' : `the kubelet at ${host}:${port}`;
  if (code === 401) return `${who} does not accept our token: does it review tokens with the API server?`;
  if (code === 403) {
    const resource = mode === 'proxy' ? 'nodes/proxy' : 'nodes/configz';
    return `${who} forbids to read its configuration: grant get on ${resource}`;
  }
  return `${who} was not read: ${message}`;
}
