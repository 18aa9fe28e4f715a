#!/usr/bin/env node
import process from 'node:process';

const oldest = [24, 15] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `plumbline needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}. In the checkout, "npx plumbline" brings it.\n`,
  );
  process.exit(2);
}

const [{ CommanderError }, { describeError, exitCodes }, { createProgram }] = await Promise.all([
  import('commander'),
  import('./cli/exit.ts'),
  import('./cli/program.ts'),
]);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping.abort();
    // A second signal ends the process at once.
    process.once(signal, () => process.exit(128 + (signal === 'SIGINT' ? 2 : 15)));
  });
}
// Output into a pipe that is closed early (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await createProgram({
    edges: { env: process.env, clock: Date.now, random: Math.random },
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopping.signal,
    setExitCode: (code) => (process.exitCode = code),
  }).parseAsync();
} catch (error) {
  const text = describeError(error);
  if (text !== undefined) process.stderr.write(`${text}\n`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}
