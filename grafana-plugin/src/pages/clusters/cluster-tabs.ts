import { linkTo } from '../../routes.ts';

/** Parts of the page of a cluster, each with a path of its own below it; the first has none. */
export const clusterTabs = [
  { id: 'posture', path: [], text: 'Posture' },
  { id: 'changes', path: ['changes'], text: 'Changes' },
  { id: 'frameworks', path: ['frameworks'], text: 'Frameworks' },
  { id: 'node-pools', path: ['node-pools'], text: 'Node pools' },
  { id: 'coverage', path: ['coverage'], text: 'Coverage' },
] as const;

/** A part of the page of a cluster. */
export type ClusterTab = (typeof clusterTabs)[number]['id'];

/** The part that a path names; the first where it names none. */
export function tabOf(path: string | undefined): ClusterTab {
  return clusterTabs.find(({ id }) => id === path)?.id ?? 'posture';
}

/** Link to a part of the page of a cluster. */
export function linkToTab(cluster: string, tab: ClusterTab): string {
  const { path } = clusterTabs.find(({ id }) => id === tab) ?? clusterTabs[0];
  return linkTo('clusters', [cluster, ...path]);
}
