import { metrics, recorded, select } from '#contract';
import { ofCluster } from '../panels/expressions.ts';

/** What a page can be narrowed down to; values come from Prometheus. */
export interface Variable {
  readonly name: string;
  /** What it is called on the page. */
  readonly title: string;
  /** Series that have the values, as a selector, and the label that they are in. */
  readonly series: string;
  readonly label: string;
  /** What "All" stands for: also what has no such label where it ends in `*`. */
  readonly all: '.+' | '.*';
}

/** How Grafana's Prometheus data source asks for the values. */
export function valuesOf({ series, label }: Variable): string {
  return `label_values(${series}, ${label})`;
}

/** Clusters that should be there, whether or not they report. */
export const cluster: Variable = {
  name: 'cluster',
  title: 'Cluster',
  series: recorded.expected.name,
  label: 'cluster',
  all: '.+',
};

/** Namespaces with critical findings; objects of the cluster itself are in none. */
export const namespace: Variable = {
  name: 'namespace',
  title: 'Namespace',
  series: select(recorded.criticalSince, ofCluster),
  label: 'resource_namespace',
  all: '.*',
};

/** Who owns what fails, in the clusters that are chosen. */
export const owner: Variable = {
  name: 'owner',
  title: 'Owner',
  series: select(metrics.ownerFindings, ofCluster),
  label: 'owner',
  all: '.+',
};

/** Teams of the whole fleet. */
export const team: Variable = {
  name: 'owner',
  title: 'Team',
  series: recorded.ownerOpenFindings.name,
  label: 'owner',
  all: '.+',
};

/** Who is called, as the owners file says. */
export const onCall: Variable = {
  name: 'oncall',
  title: 'On call',
  series: metrics.ownerInfo.name,
  label: 'escalation',
  all: '.*',
};

/** One of our SLOs. */
export const slo: Variable = {
  name: 'slo',
  title: 'SLO',
  series: recorded.sloObjective.name,
  label: 'sloth_slo',
  all: '.+',
};
