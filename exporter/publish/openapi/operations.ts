import type { RouteName } from '../http/routes.ts';

/** What the document says of a route beside its path, scope and parameters. */
export interface Operation {
  readonly summary: string;
  /** Section of the document. */
  readonly tag: 'findings' | 'clusters' | 'library' | 'changes' | 'alerts' | 'windows' | 'waivers' | 'process';
  /** What comes with 200; JSON of the type that the contract gives the route, unless it says otherwise. */
  readonly mediaTypes?: readonly string[];
  /** Statuses beside those that follow from scope and parameters, with when they come. */
  readonly problems?: Readonly<Record<number, string>>;
  /** What a POST does, and what can be wrong with it. */
  readonly write?: {
    readonly summary: string;
    /** Status of success; 201 where it is absent. */
    readonly status?: number;
    readonly problems: Readonly<Record<number, string>>;
  };
  /** What a DELETE does, and what can be wrong with it. */
  readonly remove?: { readonly summary: string; readonly problems: Readonly<Record<number, string>> };
}

const badBody = {
  400: 'The body is not JSON, or a parameter is given.',
  413: 'The body is too large.',
  415: 'The body is not sent as JSON.',
};
const storeFails = { 503: 'What is remembered cannot be read now.' };

/** Every route of the posture listener in words. */
export const operations: Readonly<Record<RouteName, Operation>> = {
  landing: { summary: 'A page for people', tag: 'process', mediaTypes: ['text/html'], problems: storeFails },
  metrics: {
    summary: 'Posture families for Prometheus',
    tag: 'process',
    mediaTypes: ['text/plain', 'application/openmetrics-text'],
  },
  healthz: {
    summary: 'Whether the process works',
    tag: 'process',
    mediaTypes: ['text/plain'],
    problems: { 503: 'It hangs and should be restarted.' },
  },
  readyz: {
    summary: 'Whether there is something to scrape',
    tag: 'process',
    mediaTypes: ['text/plain'],
    problems: { 503: 'No evaluation is published yet.' },
  },
  clusters: { summary: 'Clusters and how they stand', tag: 'clusters' },
  cluster: { summary: 'One cluster', tag: 'clusters' },
  history: { summary: 'Posture of a cluster over time', tag: 'clusters', problems: storeFails },
  changes: {
    summary: 'What changed in a cluster since a revision',
    tag: 'changes',
    problems: {
      410: 'The revision is not continued: read all findings and begin anew.',
      503: 'What is remembered of the cluster is not known yet, or cannot be read now.',
    },
  },
  nodePools: { summary: 'Node pools of a cluster compared', tag: 'clusters' },
  clusterFramework: { summary: 'A cluster against every control of a framework', tag: 'clusters' },
  checks: { summary: 'Checks in use, with what they look at and how to mend what they find', tag: 'library' },
  check: { summary: 'One check', tag: 'library' },
  frameworks: { summary: 'Frameworks, with how far checks answer them', tag: 'library' },
  framework: { summary: 'One framework with its controls', tag: 'library' },
  findings: {
    summary: 'Findings, filtered, sorted and paged',
    tag: 'findings',
    mediaTypes: ['application/json', 'application/x-ndjson'],
    problems: storeFails,
  },
  findingsCsv: {
    summary: 'All matching findings for a spreadsheet',
    tag: 'findings',
    mediaTypes: ['text/csv'],
    problems: storeFails,
  },
  findingsNdjson: {
    summary: 'All matching findings, one JSON document per line',
    tag: 'findings',
    mediaTypes: ['application/x-ndjson'],
    problems: storeFails,
  },
  findingGroups: { summary: 'Findings counted by what they have in common', tag: 'findings', problems: storeFails },
  finding: { summary: 'Everything about one finding', tag: 'findings', problems: storeFails },
  drift: { summary: 'Changes past GitOps, the newest first', tag: 'changes' },
  clusterDrift: { summary: 'Objects of a cluster that deviate from what GitOps applied', tag: 'changes' },
  rejects: { summary: 'What admission refused, the newest first', tag: 'changes' },
  alerts: {
    summary: 'Alerts that reached people and what became of them, the newest first',
    tag: 'alerts',
    problems: storeFails,
  },
  alertmanager: {
    summary: 'Takes notifications of Alertmanager',
    tag: 'alerts',
    write: {
      summary: 'Remembers the alerts of a notification',
      status: 200,
      problems: {
        ...badBody,
        ...storeFails,
        422: 'It is not what Alertmanager sends; `problems` names each field.',
      },
    },
  },
  verdict: {
    summary: 'Takes verdicts on alerts',
    tag: 'alerts',
    write: {
      summary: 'Says what became of an alert',
      status: 200,
      problems: {
        ...badBody,
        ...storeFails,
        404: 'No such alert is remembered.',
        409: 'It has been counted, and counters do not go back.',
        422: 'The verdict is none; `problems` names each field.',
      },
    },
  },
  drills: {
    summary: 'Drills of the last 30 days, the newest first, and whether their page arrived',
    tag: 'alerts',
    problems: storeFails,
    write: {
      summary: 'Opens a marked finding that pages as a new critical one does, and counts nowhere',
      problems: {
        ...badBody,
        409: 'A drill is open in the cluster.',
        422: 'The request says something that no drill may; `problems` names each field.',
        503: 'Nothing can be noted of the cluster yet: send the same request again.',
      },
    },
  },
  drill: {
    summary: 'One drill',
    tag: 'alerts',
    problems: storeFails,
    remove: {
      summary: 'Closes a drill; what is closed stays so',
      problems: {
        400: 'A parameter is given.',
        404: 'No drill of the last 30 days has this id.',
        503: 'Nothing can be noted of the cluster yet: send the same request again.',
      },
    },
  },
  openapi: { summary: 'This document', tag: 'process' },
  baseline: {
    summary: 'The approved state of a cluster',
    tag: 'clusters',
    problems: storeFails,
    write: {
      summary: 'Approves a cluster as it is now',
      status: 200,
      problems: {
        ...badBody,
        404: 'No cluster has this name.',
        409: 'The cluster has too many objects.',
        422: 'The request does not say by whom and why; `problems` names each field.',
        503: 'The cluster was not evaluated yet: send the same request again.',
      },
    },
    remove: {
      summary: 'Ends the approval, and with it all deviations',
      problems: {
        400: 'A parameter is given.',
        404: 'No cluster has this name, or nothing is approved.',
        503: 'Nothing can be noted of the cluster yet: send the same request again.',
      },
    },
  },
  deviations: { summary: 'What departs from the approved state of a cluster', tag: 'clusters', problems: storeFails },
  deployWindows: {
    summary: 'Deploy windows that are open, come, or began since a time',
    tag: 'windows',
    problems: storeFails,
    write: {
      summary: 'Announces a deploy window; the same request again changes nothing',
      status: 200,
      problems: {
        ...badBody,
        409: 'It has begun and cannot begin later, or there are too many that are not over.',
        422: 'The request says something that no window may; `problems` names each field.',
        503: 'Nothing can be noted of a cluster yet: send the same request again.',
      },
    },
  },
  deployWindow: {
    summary: 'Windows of one change',
    tag: 'windows',
    problems: storeFails,
    remove: {
      summary: 'Ends the windows that requests announced for a change, or calls them off',
      problems: {
        400: 'A parameter that is not known, or cannot be used; `parameter` names it.',
        404: 'No window has this change id.',
        503: 'Nothing can be noted of a cluster yet: send the same request again.',
      },
    },
  },
  waivers: {
    summary: 'Waivers and requests for them',
    tag: 'waivers',
    write: {
      summary: 'Turns a request for a waiver into a file and the text of a pull request',
      problems: {
        ...badBody,
        422: 'The request says something that no waiver may; `problems` names each field.',
      },
    },
  },
};
