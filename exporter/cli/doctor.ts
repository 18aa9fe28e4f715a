import type { Check } from '../checks/define.ts';
import type { Config } from '../config/schema.ts';
import { platformCatalogueVersion } from '../evaluate/platform/index.ts';
import { createApiClient } from '../ingest/api-client.ts';
import type { Connection } from '../ingest/connection.ts';
import { identify } from '../ingest/identity.ts';
import { noTelemetry } from '../ingest/no-telemetry.ts';
import type { IngestTelemetry } from '../ingest/sink.ts';
import { formatVersion, newestKubernetes, parseVersion } from '../model/version.ts';
import { harmless } from '../report/text.ts';
import { examinePermissions } from './doctor-permissions.ts';
import { examineProbes } from './doctor-probes.ts';
import type { SwitchedOff } from './enabled-checks.ts';
import { listed } from './listed.ts';
import type { Paint } from './style.ts';

type Level = 'ok' | 'note' | 'problem';

/** One thing that doctor looked at; problems and notes carry what to do. */
export interface Diagnosis {
  readonly level: Level;
  readonly what: string;
  readonly remedy?: string;
  /** Lines to copy as they are. */
  readonly paste?: readonly string[];
}

export interface Examination {
  readonly title: string;
  readonly diagnoses: readonly Diagnosis[];
}

/** Examines the configuration itself. */
export function examineConfig(
  config: Config,
  checks: readonly Check[],
  off: readonly SwitchedOff[],
  file: string | undefined,
): Examination {
  const loopback = /^(127\.|localhost$|::1$)/.test(config.listen.host);
  const open = loopback || config.auth.tokens.length > 0;
  return {
    title: 'configuration',
    diagnoses: [
      { level: 'ok', what: file === undefined ? 'no file given: defaults and environment' : `${file} is valid` },
      {
        level: 'ok',
        what: `${checks.length} checks are enabled, platform exemptions by catalogue ${platformCatalogueVersion}`,
      },
      ...Map.groupBy(off, ({ switches }) => switches.join(', '))
        .entries()
        .map(([switches, dark]): Diagnosis => ({
          level: 'note',
          what: `${dark.length} ${dark.length === 1 ? 'check is' : 'checks are'} off because clusters.read.${switches} is: ${listed(dark.map(({ check }) => check.id))}`,
          remedy: `set clusters.read.${switches} where the exporter may see that much; see the configuration reference for what it takes`,
        })),
      open
        ? {
            level: 'ok',
            what: `listens on ${config.listen.host}:${config.listen.port}${loopback ? ', open to this machine only' : ', with tokens'}`,
          }
        : {
            level: 'problem',
            what: `listens on ${config.listen.host}:${config.listen.port} without any token: everything but probes will answer 401`,
            remedy: 'add auth.tokens with a file and scopes, or listen on 127.0.0.1',
          },
    ],
  };
}

/** Examines one cluster: who it is, what it serves, what we may see, and which checks stay blind without it. */
export async function examineCluster(
  connection: Connection,
  checks: readonly Check[],
  {
    clusters,
    clock,
    signal,
  }: {
    readonly clusters: Pick<Config['clusters'], 'canary' | 'read'>;
    readonly clock: () => number;
    readonly signal: AbortSignal;
  },
): Promise<Examination> {
  const title = `cluster ${connection.name} (${connection.server})`;
  const diagnoses: Diagnosis[] = [];
  let skew: number | undefined;
  const telemetry: IngestTelemetry = { ...noTelemetry, clockSkew: (seconds) => (skew = seconds) };
  const api = createApiClient({ connection, telemetry, clock });
  try {
    const identity = await identify({ api, connection }, signal);
    if (!identity.ok) {
      const { message, reason } = identity.failure;
      const remedy =
        reason === 'Credentials' ? 'mend the kubeconfig' : 'check the network, the credentials and `kubectl version`';
      return { title, diagnoses: [{ level: 'problem', what: `does not answer: ${message}`, remedy }] };
    }
    const { id, version, provider } = identity.value;
    diagnoses.push(
      { level: 'ok', what: harmless(`answers as ${id}, Kubernetes ${version}, provider ${provider}`) },
      versionOf(version),
    );
    if (id.startsWith('server-')) {
      diagnoses.push({
        level: 'note',
        what: 'the uid of the kube-system namespace cannot be read, so the id hangs on the server address',
        remedy: 'allow get on namespaces, so that findings survive a change of the address',
      });
    }
    diagnoses.push(...(await examinePermissions(api, checks, clusters, signal)));
    diagnoses.push(...(await examineProbes({ api, connection, identity: identity.value, clock }, checks, signal)));
    if (skew !== undefined && Math.abs(skew) > 5) {
      diagnoses.push({
        level: 'note',
        what: `clocks differ by ${Math.round(Math.abs(skew))} s; latencies are corrected for it`,
        remedy: 'synchronise the clock of this machine',
      });
    }
    return { title, diagnoses };
  } finally {
    await connection.close();
  }
}

function versionOf(gitVersion: string): Diagnosis {
  const version = parseVersion(gitVersion);
  if (version === undefined) {
    return {
      level: 'note',
      what: `version ${gitVersion} is not understood`,
      remedy: `checks assume ${formatVersion(newestKubernetes)}`,
    };
  }
  return version.minor > newestKubernetes.minor || version.major > newestKubernetes.major
    ? {
        level: 'note',
        what: `${gitVersion} is newer than this build knows (${formatVersion(newestKubernetes)})`,
        remedy: 'update Plumbline',
      }
    : { level: 'ok', what: `${formatVersion(version)} is known to this build` };
}

/** The report of doctor for a terminal. */
export function renderExaminations(examinations: readonly Examination[], paint: Paint): string {
  const signs = { ok: paint('green', '✓'), note: paint('yellow', '•'), problem: paint('red', '✗') };
  return examinations
    .map(({ title, diagnoses }) =>
      [
        paint('bold', title),
        ...diagnoses.flatMap(({ level, what, remedy, paste = [] }) => [
          `  ${signs[level]} ${what}`,
          ...(remedy === undefined || remedy === 'none needed' ? [] : [paint('dim', `      → ${remedy}`)]),
          ...paste.map((line) => `      ${line}`),
        ]),
      ].join('\n'),
    )
    .join('\n\n');
}
