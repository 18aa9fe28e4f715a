import { z } from 'zod';
import { scopes } from '../contract/api.ts';
import { annotationTools, profiles, severities, windowAnnotationModes } from '../contract/vocabulary.ts';
import { logLevels } from '../telemetry/logger.ts';
import { formatDuration, parseDuration } from './duration.ts';

const HOUR = 3_600_000;
/** Timers cannot be set for longer than 2^31 ms; a week is more than any of them needs. */
const timer = { min: 1, max: 7 * 24 * HOUR };
/** Agreed times are only compared with. */
const agreed = { min: HOUR, max: 3_650 * 24 * HOUR };
/** A change that takes longer than a week is none that anybody waits for the end of. */
const windowLength = { min: 60_000, max: 7 * 24 * HOUR };

const duration = (fallback: string, { min, max }: { readonly min: number; readonly max: number } = timer) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const milliseconds = parseDuration(text);
      if (milliseconds !== undefined && milliseconds >= min && milliseconds <= max) return milliseconds;
      const message =
        milliseconds === undefined
          ? `"${text}" is not a duration; write for example 30s, 15m, 48h or 7d`
          : `"${text}" is out of range; write a duration from ${formatDuration(min)} to ${formatDuration(max)}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const listener = (fallback: number) =>
  z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('Address to listen on; anything but loopback requires a token.'),
      port: port(fallback).describe('Port to listen on; 0 picks a free one.'),
    })
    .prefault({});

/** The configuration file. Every key has a default; an unknown key is an error. */
export const configSchema = z.strictObject({
  listen: listener(8080).describe('Where posture metrics, the API and the landing page are served.'),
  selfListen: listener(8081).describe("Where the exporter's own metrics are served."),
  clusters: z
    .strictObject({
      kubeconfig: z
        .string()
        .optional()
        .describe(
          'Path of a kubeconfig; default: KUBECONFIG, then the service account of our pod, then ~/.kube/config.',
        ),
      contexts: z
        .union([z.literal('current'), z.literal('all'), z.array(z.string().min(1)).min(1)])
        .default('current')
        .describe('`current`, `all`, or a list of context names and patterns such as `prod-*`.'),
      name: z.string().min(1).optional().describe('Name of the cluster, where there is only one.'),
      id: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Id of the cluster where the uid of its kube-system namespace may not be read; only where there is one.',
        ),
      snapshots: z.array(z.string().min(1)).default([]).describe('Snapshot files to serve as clusters.'),
      expected: z
        .array(z.string().min(1))
        .default([])
        .describe('Clusters that must be watched, whether or not they answer.'),
      retired: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            reason: z.string().min(1).describe('Why, for whoever looks for it later.'),
            since: z.iso
              .date()
              .or(z.iso.datetime({ offset: true }))
              .optional()
              .describe('When it was taken down: a date (UTC) or a time; default: when the exporter first reads this.'),
          }),
        )
        .default([])
        .describe(
          'Clusters that are gone on purpose: not watched, not expected, and in no list but those of the past. Remove the entry to have one back.',
        ),
      staleAfter: duration('15m', { ...timer, min: 1_000 }).describe(
        'How long a kind may go unheard before its results become unknown.',
      ),
      syncTimeout: duration('2m').describe('How long the first evaluation waits for kinds that do not answer.'),
      permissionCheck: duration('5m', { ...timer, min: 1_000 }).describe(
        'Time between reviews of what the exporter may see.',
      ),
      read: z
        .strictObject({
          secrets: z
            .stringbool()
            .or(z.boolean())
            .default(false)
            .describe('Read Secrets: types, names of keys and dates of certificates are kept, values never.'),
          nodeConfig: z
            .enum(['off', 'direct', 'proxy'])
            .default('off')
            .describe(
              'How to read the configuration of kubelets: from their own port with `nodes/configz`, or through the API server, which takes `nodes/proxy` and with it the right to run code in every pod.',
            ),
          events: z
            .stringbool()
            .or(z.boolean())
            .default(true)
            .describe(
              'Read Warning Events of controllers, to see what admission refused; nothing else of them is kept.',
            ),
          anonymousProbe: z
            .stringbool()
            .or(z.boolean())
            .default(false)
            .describe('Ask the API server for its APIs without credentials, to see whether it answers.'),
        })
        .prefault({})
        .describe('What is read only where it is switched on.'),
      kubelet: z
        .strictObject({
          caFile: z
            .string()
            .min(1)
            .optional()
            .describe('PEM file of who signs the certificates of kubelets; default: the authority of the API server.'),
          insecure: z
            .stringbool()
            .or(z.boolean())
            .default(false)
            .describe(
              'Send our token to kubelets whose certificate cannot be verified. Anybody in between can take it.',
            ),
        })
        .prefault({}),
      canary: z
        .strictObject({
          enabled: z
            .stringbool()
            .or(z.boolean())
            .default(false)
            .describe(
              'Renew a Lease of our own to measure the watch, and keep the time of the baseline in it for when the store is lost.',
            ),
          namespace: z.string().min(1).default('plumbline').describe('Namespace of that Lease.'),
          name: z.string().min(1).default('plumbline-canary').describe('Name of that Lease.'),
        })
        .prefault({}),
    })
    .refine(({ expected, retired }) => !retired.some(({ name }) => expected.includes(name)), {
      path: ['retired'],
      message: 'names a cluster that clusters.expected names too; remove it from one of them',
    })
    .prefault({})
    .describe('Which clusters to watch.'),
  checks: z
    .strictObject({
      profiles: z
        .array(z.enum(profiles))
        .min(1)
        .default(['default'])
        .describe(`Sets of checks to run: ${profiles.map((profile) => `\`${profile}\``).join(', ')}.`),
      only: z
        .array(z.string().min(1))
        .default([])
        .describe('Run these instead: ids, or `category:`, `framework:`, `severity:`, `profile:` with a name.'),
      enable: z.array(z.string().min(1)).default([]).describe('Checks to add, chosen likewise.'),
      disable: z.array(z.string().min(1)).default([]).describe('Checks to leave out, chosen likewise; this wins.'),
      severity: z
        .record(z.string(), z.enum(severities))
        .default({})
        .describe('Severities that differ from ours, by the id of the check.'),
      parameters: z
        .record(z.string(), z.record(z.string(), z.unknown()))
        .default({})
        .describe('Parameters by the id of the check, or under `*` for every check that has them.'),
      frameworks: z
        .array(z.string().min(1))
        .default([])
        .describe('Files, or folders of files, that map controls of frameworks of your own to checks.'),
    })
    .prefault({}),
  schedule: z
    .strictObject({
      fullPass: duration('1h', { ...timer, min: 1_000 }).describe('Time between complete evaluations.'),
      settle: duration('5ms').describe('How long changes gather before they are judged together.'),
      reread: duration('10s', { ...timer, min: 100 }).describe(
        'Time between looks for changes of the files of owners, waivers and deploy windows.',
      ),
      render: duration('250ms').describe('Shortest time between two renderings of /metrics.'),
    })
    .prefault({}),
  sla: z
    .strictObject({
      critical: duration('48h', agreed),
      high: duration('7d', agreed),
      medium: duration('30d', agreed),
      low: duration('90d', agreed),
    })
    .prefault({})
    .describe('Agreed remediation time per severity.'),
  owners: z
    .strictObject({
      keys: z
        .array(z.string().min(1))
        .default(['owner', 'team', 'app.kubernetes.io/owner', 'app.kubernetes.io/team', 'backstage.io/owner'])
        .describe(
          'Annotations and labels that name the owner of an object, best first; `plumbline.dev/owner` comes before them.',
        ),
      file: z
        .string()
        .min(1)
        .optional()
        .describe('YAML file with rules that name owners, and with how teams are reached; read again when it changes.'),
    })
    .prefault({})
    .describe('Who answers for objects.'),
  store: z
    .strictObject({
      url: z
        .string()
        .default('')
        .describe(
          'Where findings are remembered: empty for memory, a path or `sqlite:/path` for a file, `postgres://user@host/database`.',
        ),
      passwordFile: z
        .string()
        .min(1)
        .optional()
        .describe('File that holds the password for PostgreSQL; default: PGPASSWORD. It never belongs into the url.'),
      retention: duration('400d', { min: 2 * 24 * HOUR, max: agreed.max }).describe(
        'How long findings that were closed, and earlier states of open ones, are kept.',
      ),
      journalEntries: z.coerce
        .number()
        .int()
        .min(1_000)
        .max(10_000_000)
        .default(50_000)
        .describe(
          'How many rejects, steps of drift, deviations and deploy windows are kept of each cluster, each for themselves: beyond that the oldest that are over go before their time, since whoever may write Events or annotations decides how many there are.',
        ),
    })
    .prefault({})
    .describe('Where findings are remembered.'),
  replicas: z
    .strictObject({
      count: z.coerce
        .number()
        .int()
        .min(1)
        .max(100)
        .default(1)
        .describe(
          'How many exporters watch the same clusters with one database. Of several, one leads each cluster: it commits and publishes, and none publishes while the database cannot say which.',
        ),
      name: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe(
          'What this exporter is called among its replicas, where no other has the name; default: the name of its host (in Kubernetes, of its pod) and `listen.port`.',
        ),
      lease: duration('15s', { min: 2_000, max: HOUR }).describe(
        'How long a leader that is gone without a word is waited for; one that is stopped hands over at once.',
      ),
    })
    .prefault({})
    .describe('Exporters that stand in for each other.'),
  waivers: z
    .strictObject({
      paths: z
        .array(z.string().min(1))
        .default([])
        .describe('Files of waivers, folders or patterns of them; read again when they change.'),
      maxDuration: duration('180d', agreed).describe('Longest time from the creation of a waiver to its expiry.'),
      annotations: z
        .array(z.enum(annotationTools))
        .default([])
        .describe(
          'Tools whose annotations on objects are honoured; whoever may write an object can then waive what is found at it. All are listed as proposals anyway.',
        ),
      annotationSeverity: z
        .enum(severities)
        .default('medium')
        .describe('The worst severity that an annotation may waive.'),
      expiring: duration('14d', agreed).describe('How long before its end a waiver counts as expiring.'),
    })
    .prefault({})
    .describe('Findings that are accepted for a time.'),
  windows: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .optional()
        .describe('YAML file of deploy windows, recurring ones and single ones; read again when it changes.'),
      maxDuration: duration('24h', windowLength).describe(
        'Longest time from the beginning of a deploy window to its end, whoever announces it.',
      ),
      annotations: z
        .enum(windowAnnotationModes)
        .default('mark')
        .describe(
          'What `plumbline.dev/deploy-window` at a namespace may do: nothing (`off`), mark what happens in that namespace (`mark`), or also count as a window of the cluster, which holds back its tickets (`suppress`); whoever may write a namespace can announce one.',
        ),
    })
    .prefault({})
    .describe('When changes are expected.'),
  drift: z
    .strictObject({
      gitopsManagers: z
        .array(z.string().min(1))
        .default([])
        .describe('Field managers under which GitOps writes here, beside those of Argo CD, Flux, Helm and others.'),
      automationManagers: z
        .array(z.string().min(1))
        .default([])
        .describe('Field managers of machines that look like people, such as a pipeline that runs `kubectl apply`.'),
    })
    .prefault({})
    .describe('How changes past GitOps are told from others.'),
  metrics: z
    .strictObject({
      namespaces: z.stringbool().or(z.boolean()).default(false).describe('Publish findings per namespace too.'),
    })
    .prefault({}),
  auth: z
    .strictObject({
      openLoopback: z.stringbool().or(z.boolean()).default(true).describe('Serve loopback peers without a token.'),
      tokens: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            file: z.string().min(1).describe('File that holds the token.'),
            scopes: z.array(z.enum(scopes)).min(1),
          }),
        )
        .default([])
        .describe('Bearer tokens: a name, the file that holds it, and the scopes that it carries.'),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(logLevels).default('info').describe('Least severe level to log.') }).prefault({}),
});

/** The configuration after defaults; durations are milliseconds. */
export type Config = z.output<typeof configSchema>;
