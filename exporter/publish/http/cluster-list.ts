import {
  standingIn,
  standings,
  type ApiCluster,
  type ClusterSort,
  type Severity,
  type Standing,
} from '../../contract/index.ts';
import type { ClusterView } from '../posture.ts';
import type { RetiredCluster } from '../retired.ts';
import { apiCluster, apiUnwatched } from './api-cluster.ts';
import { unknownValue, type Query } from './query.ts';

/** A cluster as a list of them sorts and filters it; what it takes to tell all of it is done for those of a page alone. */
export interface ListedCluster {
  readonly name: string;
  readonly id: string;
  readonly provider: string;
  readonly version: string;
  readonly standing: Standing;
  readonly score: number | undefined;
  /** Milliseconds since the epoch; undefined where it was never evaluated. */
  readonly lastSuccess: number | undefined;
  open(severity: Severity): number;
  /** Changes when what is told of it does. */
  readonly state: string;
  readonly tell: () => ApiCluster;
}

/** A cluster that is watched, in a list. */
export function listed(cluster: ClusterView): ListedCluster {
  const { name, id, provider, version, up, problem, posture, lastSuccess, leadership } = cluster;
  const open = (severity: Severity) => posture?.findings.count(severity) ?? 0;
  return {
    name,
    id,
    provider,
    version,
    standing: standingIn({
      watched: true,
      up,
      ready: posture !== undefined,
      clean: posture?.clean ?? false,
      critical: open('critical'),
    }),
    score: posture?.score?.ratio,
    lastSuccess,
    open,
    state: JSON.stringify([name, id, version, up, problem, posture?.revision, lastSuccess, leadership.leader]),
    tell: () => apiCluster(cluster),
  };
}

/** A cluster that nothing delivers, in a list: expected in vain, or gone on purpose. */
export function unwatched(name: string, retired?: RetiredCluster): ListedCluster {
  const told = apiUnwatched(name, retired);
  return {
    name,
    id: told.id,
    provider: told.provider,
    version: told.kubernetesVersion,
    standing: 'unknown',
    score: undefined,
    lastSuccess: undefined,
    open: () => 0,
    state: JSON.stringify(told),
    tell: () => told,
  };
}

/** Which clusters of a list a query selects; a Problem where it names one that is not in it. */
export function clusterFilter(query: Query, all: readonly ListedCluster[]): (cluster: ListedCluster) => boolean {
  const names = query.list('cluster');
  const known = new Set(all.map(({ name }) => name));
  for (const name of names ?? []) if (!known.has(name)) throw unknownValue('cluster', name, [...known]);
  const chosen = query.listOf('standing', standings);
  const words = query.text('q')?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return ({ name, id, provider, version, standing }) => {
    if (names?.includes(name) === false || chosen?.includes(standing) === false) return false;
    const text = `${name} ${id} ${provider} ${version}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/**
 * The text that puts a cluster in its place, ascending. What a cluster is sorted by can change between two pages, and it
 * may then be on both or on neither: the name alone stands still.
 */
export function clusterKey(sort: ClusterSort): (cluster: ListedCluster) => string {
  const identity = ({ name, id }: ListedCluster) => `${name} ${id}`;
  switch (sort) {
    case 'name':
      return identity;
    case 'worst':
      return (cluster) => {
        const counts = [cluster.open('critical'), cluster.open('high')].map((count) => digits(most - count));
        return [standings.indexOf(cluster.standing), ...counts, ratioKey(cluster.score), identity(cluster)].join(' ');
      };
    case 'score':
      return (cluster) => `${ratioKey(cluster.score)} ${identity(cluster)}`;
    case 'stale':
      return (cluster) => `${digits(cluster.lastSuccess ?? 0)} ${identity(cluster)}`;
  }
}

const most = 999_999_999;

/** A whole number whose order as text is its order. */
function digits(value: number): string {
  return String(Math.max(0, Math.round(value))).padStart(15, '0');
}

/** No score comes after every score. */
function ratioKey(score: number | undefined): string {
  return digits(score === undefined ? most : score * 1e6);
}
