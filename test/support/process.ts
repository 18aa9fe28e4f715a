import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A started program whose output goes to a log file. */
export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  alive(): boolean;
  /** Everything it has written to stdout and stderr so far. */
  output(): string;
  /** Signals it and the processes it started. */
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, kills it when it does not within the grace time, and tells how it ended. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<Exit>;
}

/** What to start. */
export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** For programs that refuse to run as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** Starts a program in its own process group; it dies with the calling process, however that ends. */
export function startProcess({ name, command, args, logFile, env, cwd, user }: ProcessOptions): ManagedProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, {
    stdio: ['ignore', log, log],
    detached: true,
    env: env ?? process.env,
    ...user,
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) {
    // The reason comes as an event; without a listener it would end the whole test run.
    child.on('error', () => {});
    throw new Error(`${name}: cannot start ${command}`);
  }
  const disarm = guard(pid);
  const exited = exitOf(child);
  void exited.then(disarm);
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const signal = (which: NodeJS.Signals): void => {
    if (alive()) process.kill(-pid, which);
  };
  return {
    name,
    pid,
    logFile,
    exited,
    alive,
    output: () => readFileSync(logFile, 'utf8'),
    signal,
    async stop(which = 'SIGTERM', graceMs = 20_000) {
      signal(which);
      const timer = setTimeout(() => signal('SIGKILL'), graceMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', reject);
  });
}

// No exit handler runs after SIGKILL or a crash of the runtime, but the kernel closes our end of this pipe:
// the guard then reads end-of-file and kills the group. A line tells it that there is nothing left to kill.
function guard(pid: number): () => void {
  const child = spawn('/bin/sh', ['-c', 'read -r line || kill -s KILL -- "-$1"', 'guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  const { stdin } = child;
  // It may have been killed with everything else on the machine: then there is nobody to tell.
  stdin.on('error', () => {});
  return () => stdin.end('done\n');
}

/** Waits until `probe` holds; an error of the probe counts as "not yet" and is told when time runs out. */
export async function waitUntil(
  what: string,
  probe: () => boolean | Promise<boolean>,
  options: { readonly timeoutMs?: number; readonly intervalMs?: number; readonly process?: ManagedProcess } = {},
): Promise<void> {
  const { timeoutMs = 60_000, intervalMs = 50, process: owner } = options;
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    if (owner !== undefined && !owner.alive()) throw new Error(`${owner.name} died before: ${what}\n${tail(owner)}`);
    try {
      if (await probe()) return;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      const log = owner === undefined ? '' : `\n${tail(owner)}`;
      throw new Error(`timed out after ${timeoutMs} ms: ${what}${log}`, { cause: lastError });
    }
    await sleep(intervalMs);
  }
}

/** The end of a process's log, for error messages. */
export function tail(owner: ManagedProcess, lines = 30): string {
  return `${owner.logFile}:\n${owner.output().split('\n').slice(-lines).join('\n')}`;
}

/** What a program that ran to its end printed. */
export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with `stdin` as its input. */
export async function run(
  command: string,
  args: readonly string[],
  options: Pick<ProcessOptions, 'env' | 'cwd' | 'user'> & { readonly stdin?: string } = {},
): Promise<RunResult> {
  const { stdin = '', user, ...rest } = options;
  const child = spawn(command, args, { ...rest, ...user, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // A program may end without reading its input; its exit code tells more than a broken pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  return { code, stdout, stderr };
}

/**
 * A port on 127.0.0.1 that nobody listens on.
 * Below the range from which the kernel takes ports for outgoing connections: while a server restarts, a client that
 * keeps trying could be given the server's own port and connect to itself.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await canListen(port)) return port;
  }
  throw new Error('no free port between 20000 and 32000');
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
