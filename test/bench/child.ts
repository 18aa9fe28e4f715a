import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Runs a script of this folder as a process of its own, with `gc()`; its output can be read. */
export function startScript(file: string, ...args: string[]) {
  return spawn(process.execPath, ['--expose-gc', `${import.meta.dirname}/${file}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The first line that a script prints; rejects where it ends without one. */
export async function firstLine(child: ReturnType<typeof startScript>): Promise<string> {
  const lines = createInterface(child.stdout);
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`ended with ${String(code)} before it said anything`)),
    ),
  ]);
  lines.close();
  return line;
}
