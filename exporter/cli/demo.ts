import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { ClusterSession } from '../cluster/session.ts';
import { severities } from '../contract/vocabulary.ts';
import { checks } from '../checks/index.ts';
import type { TransitionListener } from '../compose.ts';
import type { Finding, FindingTransition } from '../model/finding.ts';
import { configFrom } from './options.ts';
import { startPrometheus } from './demo-prometheus.ts';
import { serve, snapshotCluster } from './serve.ts';
import type { ProgramDeps } from './program.ts';
import { paintFor, type Paint } from './style.ts';

interface DemoOptions {
  readonly port?: string;
  readonly selfPort?: string;
  readonly prometheus?: boolean;
  readonly once?: boolean;
}

const recordings = new URL('../demo/generated/', import.meta.url);
const colours = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'blue', info: 'gray' } as const;

/** `plumbline demo`: three recorded clusters through the real exporter, with changes that open and close findings. */
export function demoCommand(deps: ProgramDeps): Command {
  return new Command('demo')
    .description('serve three recorded clusters whose findings open and close while you watch')
    .option('--port <port>', 'port for metrics, API and page (default: 8080)')
    .option('--self-port <port>', "port for the exporter's own metrics (default: 8081)")
    .option('--prometheus', 'also start a Prometheus found on PATH that scrapes it')
    .option('--once', 'print the posture and end')
    .action(async (options: DemoOptions) => {
      const { stdout } = deps;
      const print = (text: string) => void stdout.write(`${text}\n`);
      const paint = paintFor(stdout, deps.edges.env);
      const ending = new AbortController();
      deps.signal.addEventListener('abort', () => ending.abort(), { once: true });
      const loaded = configFrom({}, deps.edges.env, {
        'listen.port': options.port,
        'selfListen.port': options.selfPort,
        'log.level': 'error',
      });
      const files = readdirSync(recordings)
        .filter((name) => name.endsWith('.ndjson'))
        .sort();
      const clusters = files.map((name) =>
        snapshotCluster(fileURLToPath(new URL(name, recordings)), deps.edges.clock, { shiftTimes: true }),
      );
      print(
        `${paint('bold', 'Plumbline demo')}: ${clusters.length} recorded clusters, replayed through the real exporter.\n`,
      );
      const served = await serve(loaded, clusters, { edges: deps.edges, signal: ending.signal });
      await allEvaluated(served.sessions, ending.signal);
      if (!ending.signal.aborted) {
        print(posture(served.sessions, paint));
        print(directions(served, paint));
        if (options.prometheus) await startPrometheus(served, { print, env: deps.edges.env, signal: ending.signal });
        if (options.once) ending.abort();
        else {
          print(paint('dim', '\nChanges as they happen (Ctrl-C ends the demo):'));
          served.onTransition(gathered((changes) => changes.forEach((line) => print(line)), paint));
        }
      }
      await served.ended;
    });
}

async function allEvaluated(sessions: readonly ClusterSession[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted && sessions.some(({ posture: known }) => known === undefined)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function posture(sessions: readonly ClusterSession[], paint: Paint): string {
  const lines = sessions.map(({ name, version, posture: known }) => {
    if (known === undefined) return name;
    const counts = severities
      .filter((severity) => severity !== 'info')
      .map((severity) => {
        const count = known.findings.count(severity);
        return count === 0 ? paint('dim', `0 ${severity}`) : paint(colours[severity], `${count} ${severity}`);
      });
    const score = known.score === undefined ? '-' : (known.score.ratio * 100).toFixed(0);
    const clean = known.clean ? paint('green', 'clean    ') : paint('red', 'not clean');
    return `  ${paint('bold', name.padEnd(10))} ${version.padEnd(22)} score ${score.padStart(3)}   ${clean}   ${counts.join('  ')}`;
  });
  return `${lines.join('\n')}\n\n${worst(sessions, paint)}`;
}

/** The dearest check of each cluster, with one object that fails it. */
function worst(sessions: readonly ClusterSession[], paint: Paint): string {
  const lines = sessions.flatMap(({ name, posture: known }) => {
    const [dearest] = known?.score?.drivers ?? [];
    const check = dearest === undefined ? undefined : known?.counts.checks[dearest.check];
    if (dearest === undefined || check === undefined) return [];
    const example = [...(known?.findings.open() ?? [])].find((finding) => finding.check === check.id);
    const where = example === undefined ? '' : `, for example ${placeOf(example)} (${example.team.team})`;
    return [
      `  ${name.padEnd(10)} ${paint(colours[check.severity], check.title)} in ${dearest.failing} of ${dearest.total}${where}`,
    ];
  });
  return `${paint('bold', 'What costs most')}\n${lines.join('\n')}\n`;
}

function directions(
  { postureUrl, selfUrl }: { readonly postureUrl: string; readonly selfUrl: string },
  paint: Paint,
): string {
  return [
    paint('bold', 'Look around'),
    `  page       ${postureUrl}/`,
    `  metrics    ${postureUrl}/metrics`,
    `  findings   ${postureUrl}/api/v1/findings?severity=critical`,
    `  self       ${selfUrl}/metrics`,
    '',
    paint('bold', 'Then your own cluster'),
    '  npx plumbline scan              what is wrong in the current context, worst first',
    '  npx plumbline scan deploy/      the same for manifests, in CI',
    '  npx plumbline serve             metrics for Prometheus, from the current context',
  ].join('\n');
}

const signs = { opened: '+', reopened: '+', resolved: '-', updated: '~' } as const;
/** Transitions of one commit arrive together; milliseconds. */
const gatherMs = 50;

interface Change {
  readonly cluster: string;
  readonly type: FindingTransition['type'];
  readonly reason: string;
  readonly at: number;
  readonly where: string;
  readonly findings: Finding[];
}

/** One line for each object and moment, however many findings that is. */
function gathered(show: (lines: readonly string[]) => void, paint: Paint): TransitionListener {
  const changes = new Map<string, Change>();
  const flush = () => {
    show([...changes.values()].map((change) => changeLine(change, paint)));
    changes.clear();
  };
  return ({ name: cluster }, { type, reason, at, finding }) => {
    if (changes.size === 0) setTimeout(flush, gatherMs);
    const where = placeOf(finding);
    const key = [cluster, type, reason, where].join('|');
    const change = changes.get(key) ?? { cluster, type, reason, at, where, findings: [] };
    change.findings.push(finding);
    changes.set(key, change);
  };
}

function changeLine({ cluster, type, reason, at, where, findings }: Change, paint: Paint): string {
  const sorted = findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const [worst] = sorted;
  const counts = severities.flatMap((severity) => {
    const count = sorted.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const title = checks.find(({ id }) => id === worst?.check)?.title ?? '';
  const more = sorted.length > 1 ? ` and ${sorted.length - 1} more` : '';
  const colour = type === 'resolved' || worst === undefined ? 'green' : colours[worst.severity];
  const time = paint('dim', new Date(at).toISOString().slice(11, 19));
  return `  ${time} ${paint(colour, `${signs[type]} ${counts.join(', ')} ${type}`)} (${reason})  ${cluster} ${where}: ${title}${more}`;
}

function placeOf({ object: { kind, namespace, name } }: Finding): string {
  return `${kind} ${[namespace, name].filter(Boolean).join('/')}`;
}
