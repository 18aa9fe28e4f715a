import { Command } from 'commander';
import { checks as library } from '../checks/index.ts';
import { enabledChecks, readableChecks } from './enabled-checks.ts';
import { examineStore } from './doctor-store.ts';
import { examineCluster, examineConfig, renderExaminations, type Examination } from './doctor.ts';
import { exitCodes } from './exit.ts';
import { loadFrameworks } from './framework-files.ts';
import { configFrom, withClusterOptions, type ClusterOptions } from './options.ts';
import { connectionsOf, type Edges } from './sources.ts';
import type { Paint } from './style.ts';

/** `plumbline doctor`: what is wrong with configuration, reach and permissions, each with its remedy. */
export function doctorCommand(deps: {
  readonly edges: Edges;
  readonly print: (text: string) => void;
  readonly paint: Paint;
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
}): Command {
  const command = new Command('doctor').description(
    'examine configuration, reachability, permissions and blind spots; each problem comes with its remedy',
  );
  return withClusterOptions(command).action(async (options: ClusterOptions) => {
    const loaded = configFrom(options, deps.edges.env);
    const { config, file } = loaded;
    const { readable: checks, off } = readableChecks(enabledChecks(loaded), config);
    await loadFrameworks(library, config.checks.frameworks);
    const examinations: Examination[] = [
      examineConfig(config, checks, off, file),
      await examineStore({ ...config.store, clock: deps.edges.clock }),
    ];
    for (const connection of connectionsOf(config, deps.edges)) {
      const { clock } = deps.edges;
      examinations.push(
        await examineCluster(connection, checks, { clusters: config.clusters, clock, signal: deps.signal }),
      );
    }
    deps.print(`${renderExaminations(examinations, deps.paint)}\n`);
    const problems = examinations
      .flatMap(({ diagnoses }) => diagnoses)
      .filter(({ level }) => level === 'problem').length;
    deps.print(problems === 0 ? '\nNo problems.\n' : `\n${problems} ${problems === 1 ? 'problem' : 'problems'}.\n`);
    deps.setExitCode(problems === 0 ? exitCodes.ok : exitCodes.findings);
  });
}
