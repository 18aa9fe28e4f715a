import { Command } from 'commander';
import { baselineCommand } from './baseline.ts';
import { checksCommand } from './checks.ts';
import { demoCommand } from './demo.ts';
import { drillCommand } from './drill.ts';
import { doctorCommand } from './doctor-command.ts';
import { frameworksCommand } from './frameworks.ts';
import { scanCommand } from './scan.ts';
import { serveCommand } from './serve.ts';
import { snapshotCommand } from './snapshot.ts';
import { waiveCommand } from './waive.ts';
import type { Edges } from './sources.ts';
import { storeCommand } from './store-command.ts';
import { paintFor } from './style.ts';
import { version } from './version.ts';
import { windowsCommand } from './windows.ts';

/** What the program touches of the outside world. */
export interface ProgramDeps {
  readonly edges: Edges;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
}

/** The command line; every subcommand is a file of its own. */
export function createProgram(deps: ProgramDeps): Command {
  const print = (text: string) => void deps.stdout.write(text);
  const paint = paintFor(deps.stdout, deps.edges.env);
  const program = new Command('plumbline')
    .description('Security posture of Kubernetes clusters as SLIs.')
    .version(version, '-V, --version')
    .showHelpAfterError('(run with --help for the options)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  plumbline scan                       what is wrong in the current cluster, worst first
  plumbline scan deploy/ --fail-on high
  helm template shop | plumbline scan -
  plumbline serve --context 'prod-*'   metrics on http://127.0.0.1:8080/metrics
  plumbline doctor                     what the exporter cannot see, and how to grant it
`,
    );
  const { edges, signal, setExitCode } = deps;
  program.addCommand(scanCommand(deps));
  program.addCommand(serveCommand({ edges, signal }));
  program.addCommand(doctorCommand({ edges, print, paint, signal, setExitCode }));
  program.addCommand(checksCommand({ print, paint }));
  program.addCommand(frameworksCommand({ print, paint, env: deps.edges.env }));
  program.addCommand(waiveCommand({ print, env: edges.env, clock: edges.clock }));
  program.addCommand(baselineCommand({ print, setExitCode }));
  program.addCommand(drillCommand({ print, signal, setExitCode }));
  program.addCommand(windowsCommand({ print, env: edges.env, clock: edges.clock }));
  program.addCommand(snapshotCommand(deps));
  program.addCommand(storeCommand({ print, paint, env: deps.edges.env, clock: deps.edges.clock, setExitCode }));
  program.addCommand(demoCommand(deps));
  program.addCommand(
    new Command('version')
      .description('print the version')
      .action(() => print(`plumbline ${version} (Node ${process.versions.node})\n`)),
  );
  // Usage errors exit with 2 everywhere: 1 is for findings.
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}
