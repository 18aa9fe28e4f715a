import type { Dispatcher } from 'undici';
import { anonymousAccessName } from '../../model/control-plane.ts';
import { project } from '../../normalize/project.ts';
import type { Connection } from '../connection.ts';
import { createDeadline } from '../deadline.ts';
import { printable } from '../failure.ts';
import type { ProbeDeps } from './choose.ts';
import type { Probe, Reading } from './probe.ts';

const silenceMs = 10_000;
/** `/version` is meant for everybody; what the other two list is meant for those who signed in. */
const paths = ['/api', '/apis', '/version'] as const;

/** Asks the API server for its APIs as somebody without any credential. */
export function anonymousAccessProbe({ connection, telemetry, clock }: ProbeDeps): Probe {
  const kind = 'AnonymousAccess';

  async function read(signal: AbortSignal): Promise<readonly Reading[]> {
    const sockets = await connection.stranger();
    try {
      const answers: Record<string, number> = {};
      for (const path of paths) {
        const startedAt = clock();
        answers[path] = await statusOf(sockets, connection, path, signal);
        telemetry.request('get', 'anonymous', String(answers[path]), (clock() - startedAt) / 1000);
      }
      const object = project(kind, { metadata: { name: anonymousAccessName }, spec: { answers } });
      return [{ kind, observed: [{ kind, object }] }];
    } catch (error) {
      return [{ kind, failure: `the API server did not answer: ${printable((error as Error).message)}` }];
    } finally {
      await sockets.destroy();
    }
  }

  return { name: 'anonymous access', kinds: [kind], read };
}

async function statusOf(
  sockets: Dispatcher,
  { server }: Connection,
  path: string,
  signal: AbortSignal,
): Promise<number> {
  using deadline = createDeadline(signal, silenceMs);
  const { origin, pathname } = new URL(server);
  const response = await sockets.request({
    origin,
    path: `${pathname.replace(/\/$/, '')}${path}`,
    method: 'GET',
    headers: { accept: 'application/json', 'user-agent': 'plumbline' },
    signal: deadline.signal,
  });
  // What it says is of no interest, only whether it says it.
  await response.body.dump({ limit: 1024 });
  return response.statusCode;
}
