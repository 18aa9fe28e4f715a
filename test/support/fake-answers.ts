import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Fault } from './fake-faults.ts';

/** A request as the fake remembers it. */
export interface LoggedRequest {
  readonly verb: string;
  readonly resource: string;
  readonly url: string;
  readonly authorization: string | undefined;
  code: number;
  /** Body bytes sent, as on the wire. */
  bytes: number;
}

export type Reply = (code: number, value: unknown, headers?: Record<string, string>) => void;
export type Refuse = (code: number, reason: string, message: string, headers?: Record<string, string>) => void;

export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  logged: LoggedRequest,
  code: number,
  value: unknown,
  headers: Record<string, string>,
): void {
  const text = value === undefined ? '' : JSON.stringify(value);
  const zipped = text.length > 128 * 1024 && String(request.headers['accept-encoding']).includes('gzip');
  const body = zipped ? gzipSync(text, { level: 1 }) : Buffer.from(text);
  logged.code = code;
  logged.bytes += body.length;
  response.writeHead(code, {
    'content-type': 'application/json',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  });
  response.end(body);
}

export function statusOf(code: number, reason: string, message: string): unknown {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

/** Does what a fault says; false when the request goes on with the fault in mind. */
export async function misbehave(
  fault: Fault,
  verb: string,
  response: ServerResponse,
  logged: LoggedRequest,
  refuse: Refuse,
): Promise<boolean> {
  switch (fault.do) {
    case 'status': {
      const headers: Record<string, string> = {};
      if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
      refuse(fault.code, fault.reason ?? 'Fault', fault.message ?? 'as the test asked', headers);
      return true;
    }
    case 'reset':
      response.destroy();
      return true;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return false;
    case 'hang':
      return verb !== 'watch';
    case 'garbage':
      if (verb === 'watch') return false;
      logged.code = 200;
      response.end('<html>not JSON</html>');
      return true;
    default:
      return false;
  }
}
