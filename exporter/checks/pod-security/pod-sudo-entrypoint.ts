import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { strings } from '../subjects/field.ts';
import { quoted } from '../text.ts';

export const podSudoEntrypoint = defineCheck({
  id: 'pod-sudo-entrypoint',
  title: 'Container starts its program through sudo',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  optional: true,
  frameworks: { nsa: ['non-root'] },
  because:
    'An image in which sudo works has a way from an ordinary user to root, for the program and for whoever takes it over.',
  remedy: 'Start the program as the user that it needs with `runAsUser`, and leave sudo out of the image.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              command: [/app]
              securityContext:
                runAsUser: 10001
  `,

  subject: container,
  fields: ['command', 'args'],
  violatedBy({ container: { command, args }, path, name }) {
    const field = callsSudo(command) ? 'command' : callsSudo(args) ? 'args' : undefined;
    if (field === undefined) return false;
    return { path: `${path}.${field}`, container: name, message: `container ${quoted(name)}: ${field} calls sudo` };
  },

  examples: {
    violating: {
      'the command is sudo': { command: ['sudo', 'app'] },
      'it is named with its path': { command: ['/usr/bin/sudo', '-E', 'app'] },
      'it is an argument of another program': { command: ['env'], args: ['sudo', 'app'] },
      'a shell runs it': { command: ['sh', '-c', 'sleep 5 && sudo app'] },
      'a shell runs it first': { command: ['/bin/sh', '-c'], args: ['sudo -u root app'] },
      'a shell runs it on a line of its own': { command: ['/bin/sh', '-c'], args: ['set -e\n  /usr/bin/sudo app\n'] },
    },
    compliant: {
      'the program is started itself': { command: ['/app'] },
      'the name only begins like it': { command: ['/usr/bin/sudoku'], args: ['--no-sudo'] },
      'a shell only speaks of it': { command: ['sh', '-c', 'echo do not use sudo here'] },
      'the image decides': { command: undefined, args: undefined },
      'the list is null': { command: null, args: null },
      'the list is empty': { command: [], args: [] },
    },
  },
});

/** Where a shell expects a command: at the start, or behind what ends or opens another one. */
const inShell = /(?:^|[;&|(`{\n])[ \t]*(?:[^\s;&|()`'"]*\/)?sudo(?=[\s;&|)]|$)/;
const longestScript = 16_384;

function callsSudo(words: readonly string[] | null | undefined): boolean {
  for (const word of strings(words)) if (inShell.test(word.slice(0, longestScript))) return true;
  return false;
}
