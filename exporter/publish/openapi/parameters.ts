import {
  actors,
  alertOutcomes,
  deviationKinds,
  ages,
  categories,
  clusterSorts,
  driftScopes,
  driftSteps,
  drillStates,
  findingGroupings,
  findingSorts,
  findingStates,
  gitopsTools,
  policyEngines,
  profiles,
  severities,
  standings,
  waiverStates,
  windowSources,
  windowStates,
} from '../../contract/index.ts';

/** A schema of JSON Schema 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

/** A parameter of a query as the document tells it. */
export interface Parameter {
  readonly description: string;
  readonly schema: Schema;
  readonly required?: boolean;
}

const text = { type: 'string', maxLength: 512 } as const;

const time = { type: 'string', format: 'date-time' } as const;

/** Several values, repeated or separated by commas; any of them will do. */
function anyOf(description: string, values?: readonly string[]): Parameter {
  const items = values === undefined ? { ...text, minLength: 1 } : { enum: values };
  return { description, schema: { type: 'array', items, minItems: 1, maxItems: 100 } };
}

function oneOf(description: string, values: readonly string[]): Parameter {
  return { description, schema: { type: 'string', enum: values } };
}

const limit: Parameter = {
  description: 'How many items at most; 100 without it.',
  schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
};
const cursor: Parameter = {
  description: 'Where to go on: `next` of the page before. It means something with the same other parameters only.',
  schema: text,
};
const cluster = anyOf('Names of clusters.');
const check = anyOf('Ids of checks.');
const framework = anyOf('Frameworks: findings of checks that answer one of their controls.');
const severity = anyOf('Severities.', severities);
const owner = anyOf('Teams that answer for the object.');
const namespace = anyOf('Namespaces; an empty value means what is cluster-scoped.');
const q: Parameter = { description: 'Words, all of which are to be found; case does not matter.', schema: text };
const pages = { limit, cursor };

const window = anyOf(
  'Change ids of deploy windows that were open then; `_any` means any of them, `_none` that none was.',
);

const filters = {
  cluster,
  check,
  framework,
  severity,
  namespace: { ...namespace, schema: { type: 'array', items: text, minItems: 1, maxItems: 100 } },
  owner,
  age: anyOf('Time since findings were first seen.', ages),
  state: anyOf('States; `open` without it.', findingStates),
  window,
  q,
  at: {
    description: 'A past time (RFC 3339): findings that were open then, as they were then.',
    schema: time,
  },
} as const satisfies Record<string, Parameter>;

const sort = oneOf(
  'Order of the list, `worst` first without it; `check`, `cluster`, `namespace` and `owner` come worst first within.',
  findingSorts,
);

const drift = {
  namespace: filters.namespace,
  kind: anyOf('Kinds of objects.'),
  name: anyOf('Names of objects.'),
  owner,
  actor: anyOf('Who made the change, as far as names of field managers tell.', actors),
  scope: anyOf('Whether fields that matter for security changed.', driftScopes),
  tool: anyOf('What manages the object.', gitopsTools),
  ...pages,
} as const satisfies Record<string, Parameter>;

/** The parameters of each route that takes any. */
export const parameters = {
  clusters: {
    cluster,
    standing: anyOf(
      'How clusters stand: `unknown` ones are not watched, out of reach, or still being read.',
      standings,
    ),
    q: {
      ...q,
      description: 'Words, all of which are to be found in name, id, provider or version; case does not matter.',
    },
    sort: oneOf(
      'Order of the list, `name` without it: `worst` first, lowest `score` first, longest without an evaluation first.',
      clusterSorts,
    ),
    retired: oneOf('Whether to list clusters that are gone on purpose instead.', ['true', 'false']),
    ...pages,
  },
  history: {
    from: { description: 'Since when (RFC 3339); 7 days of hours, or 90 of days, without it.', schema: time },
    until: { description: 'Until when (RFC 3339); now without it.', schema: time },
    every: oneOf('One point each; `hour` without it.', ['hour', 'day']),
  },
  changes: {
    since: {
      description:
        '`next` of the answer before, within a revision or after one; the first that is remembered without it.',
      schema: text,
    },
    window,
    limit,
  },
  checks: {
    severity,
    category: anyOf('Categories.', categories),
    framework: anyOf('Frameworks of which a check answers a control.'),
    profile: anyOf('Profiles that a check is part of.', profiles),
    q,
    ...pages,
  },
  frameworks: pages,
  findings: { ...filters, sort, ...pages },
  findingsCsv: { ...filters, sort },
  findingsNdjson: { ...filters, sort },
  findingGroups: {
    ...filters,
    by: { ...oneOf('What findings are counted by.', findingGroupings), required: true },
    limit: { ...limit, description: 'How many groups at most, the largest first; 100 without it.' },
  },
  drift: { cluster, what: anyOf('What happened.', driftSteps), ...drift },
  clusterDrift: drift,
  rejects: {
    cluster,
    namespace: anyOf('Namespaces.'),
    engine: anyOf('What refused.', policyEngines),
    owner,
    q,
    ...pages,
  },
  alerts: {
    cluster,
    alertname: anyOf('Names of alerts.'),
    owner,
    state: anyOf('Whether they still fire.', ['firing', 'resolved']),
    outcome: anyOf('What they were counted as, or are said to be.', alertOutcomes),
    ...pages,
  },
  drills: { cluster, state: anyOf('Whether they are open.', drillStates), ...pages },
  deviations: {
    state: anyOf('Whether they go on; `open` without it.', ['open', 'ended']),
    what: anyOf('How objects depart.', deviationKinds),
    namespace: filters.namespace,
    kind: anyOf('Kinds of objects.'),
    name: anyOf('Names of objects.'),
    from: { description: 'Since when ended ones began (RFC 3339); 7 days without it.', schema: time },
    ...pages,
  },
  deployWindows: {
    cluster,
    state: anyOf('States.', windowStates),
    source: anyOf('Who announced them.', windowSources),
    from: { description: 'Since when they began (RFC 3339); 7 days without it.', schema: time },
    ...pages,
  },
  deployWindow: {
    cluster,
    from: { description: 'Since when they began (RFC 3339); 90 days without it.', schema: time },
  },
  waivers: { cluster, state: anyOf('States.', waiverStates), check, ...pages },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Parameter>>>>;
