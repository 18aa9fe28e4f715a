import { readFile } from 'node:fs/promises';
import { Agent } from 'undici';
import { isRecord } from '../../model/record.ts';
import type { ApiClient } from '../api-client.ts';
import type { Connection } from '../connection.ts';
import { createDeadline } from '../deadline.ts';
import { failureOfStatus, printable, type Answer, type ApiFailure } from '../failure.ts';
import { KubeconfigError } from '../kubeconfig.ts';
import type { KubeletAddress } from './node-roster.ts';

/** How the configuration of kubelets is read, and whom to trust for their certificates. */
export interface KubeletAccess {
  /**
   * `direct` asks the kubelet itself, which takes `nodes/configz`; `proxy` asks through the API server, which takes
   * `nodes/proxy`, a right that also runs code in every pod.
   */
  readonly mode: 'direct' | 'proxy';
  /** PEM file of who signs the certificates of kubelets; by default the authority of the API server. */
  readonly caFile?: string;
  /** Sends our token to kubelets whose certificate nobody vouches for. */
  readonly insecure: boolean;
}

/** Reads the configuration of one kubelet. */
export type ReadConfigz = (address: KubeletAddress, signal: AbortSignal) => Promise<Answer<Record<string, unknown>>>;

export interface ConfigzReader {
  readonly read: ReadConfigz;
  readonly close: () => Promise<void>;
}

const silenceMs = 10_000;
const largestBody = 1024 * 1024;

/** A reader of `/configz`; it sends credentials to nobody it cannot verify unless `insecure` says so. */
export function createConfigzReader(
  access: KubeletAccess,
  deps: { readonly api: ApiClient; readonly connection: Connection },
): ConfigzReader {
  return access.mode === 'proxy' ? proxyReader(deps.api) : directReader(access, deps.connection);
}

function proxyReader(api: ApiClient): ConfigzReader {
  return {
    async read({ node }, signal) {
      const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/configz`;
      const answer = await api.request({ verb: 'get', resource: 'nodes/proxy', path }, signal);
      return answer.ok ? configurationIn(answer.value.body) : answer;
    },
    close: () => Promise.resolve(),
  };
}

function directReader({ caFile, insecure }: KubeletAccess, connection: Connection): ConfigzReader {
  let sockets: { readonly agent: Agent; readonly material: string } | undefined;

  async function agent(): Promise<{ agent: Agent; authorization: string | string[] | undefined }> {
    const { headers, tls } = await connection.ready();
    const ca = caFile === undefined ? tls.ca : await authorityIn(caFile);
    const connect = {
      ...(ca !== undefined && { ca }),
      ...(tls.cert !== undefined && { cert: tls.cert }),
      ...(tls.key !== undefined && { key: tls.key }),
      ...(insecure && { rejectUnauthorized: false }),
      timeout: silenceMs,
    };
    const material = JSON.stringify(connect);
    if (sockets?.material !== material) {
      void sockets?.agent.close();
      sockets = { agent: new Agent({ connect, headersTimeout: silenceMs, bodyTimeout: silenceMs }), material };
    }
    return { agent: sockets.agent, authorization: headers['authorization'] };
  }

  return {
    async read({ node, host, port }, signal) {
      if (host === undefined) return failed('Unreachable', `node ${printable(node)} names no address`);
      using deadline = createDeadline(signal, silenceMs);
      try {
        const { agent: dispatcher, authorization } = await agent();
        const response = await dispatcher.request({
          origin: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
          path: '/configz',
          method: 'GET',
          headers: { accept: 'application/json', 'user-agent': 'plumbline', ...(authorization && { authorization }) },
          signal: deadline.signal,
        });
        const text = await bounded(response.body);
        if (response.statusCode !== 200) return { ok: false, failure: failureOfStatus(text, response.statusCode) };
        return configurationIn(JSON.parse(text));
      } catch (error) {
        return { ok: false, failure: failureOf(error, deadline.expired()) };
      }
    },
    async close() {
      await sockets?.agent.destroy();
    },
  };
}

async function authorityIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new KubeconfigError(`clusters.kubelet.caFile: ${file} cannot be read (${code})`, { cause: error });
  }
}

async function bounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestBody) throw new Error(`the answer is larger than ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function configurationIn(body: unknown): Answer<Record<string, unknown>> {
  const configuration = isRecord(body) ? body['kubeletconfig'] : undefined;
  if (!isRecord(configuration)) return failed('Garbled', 'the answer holds no kubeletconfig');
  return { ok: true, value: configuration };
}

function failed(reason: string, message: string): { ok: false; failure: ApiFailure } {
  return { ok: false, failure: { code: undefined, reason, message } };
}

/** Errors of TLS that say that the certificate was not accepted. */
const untrusted =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED|ERR_TLS_CERT_ALTNAME|ERR_SSL_|HOSTNAME_MISMATCH)/;

function failureOf(error: unknown, expired: boolean): ApiFailure {
  const failure = (reason: string, message: string): ApiFailure => ({ code: undefined, reason, message });
  if (expired) return failure('Timeout', `it sent nothing for ${silenceMs / 1000} s`);
  if (error instanceof KubeconfigError) return failure('Credentials', error.message);
  if (error instanceof SyntaxError) return failure('Garbled', 'the answer is not JSON');
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && untrusted.test(code)) {
    return failure(
      'Untrusted',
      `its certificate cannot be verified (${code}): sign it with serverTLSBootstrap, or name who does in clusters.kubelet.caFile`,
    );
  }
  return failure('Unreachable', printable(code === undefined ? message : `${code}: ${message}`));
}
