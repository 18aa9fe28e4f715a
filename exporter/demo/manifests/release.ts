import type { Manifest } from '../../checks/patch.ts';
import { serviceAccount } from './access.ts';
import type { Identity, Labels } from './meta.ts';
import type { App } from './pod.ts';

/** Something that was installed as a whole: a chart in a namespace, by Argo CD or by hand. */
export interface Release {
  readonly namespace: string;
  /** `chart-version`, as the label has it; absent where plain manifests were applied. */
  readonly chart?: string;
  /** The Argo CD application that keeps it in sync, if one does. */
  readonly application?: string;
  readonly instance: string;
  /** Whose label everything of it carries, where somebody thought of that. */
  readonly team?: string;
  /** RFC 3339. */
  readonly created: string;
}

/** Argo CD writes application, kind and name here; kind and name are filled in where a cluster is put together. */
export const trackingId = 'argocd.argoproj.io/tracking-id';

/** What may differ from program to program of a release. */
export type AppOptions = Partial<Omit<App, 'name' | 'namespace' | 'image'>>;

/** A program of a release, labelled as Helm and Argo CD label. */
export function appOf(release: Release, name: string, image: string, options: AppOptions = {}): App {
  const version = /:v?([^:@/]+)(?:@|$)/.exec(image)?.[1];
  const identity = identityOf(release, name, options);
  return {
    ...identity,
    ...options,
    labels: {
      'app.kubernetes.io/name': name,
      ...identity.labels,
      ...(version !== undefined && { 'app.kubernetes.io/version': version }),
      ...options.labels,
    },
    annotations: { ...identity.annotations, ...options.annotations },
    namespace: release.namespace,
    image,
  };
}

/** The identity of anything else in a release. */
export function identityOf(
  { namespace, chart, application, instance, team, created }: Release,
  name: string,
  options: { readonly created?: string; readonly labels?: Labels } = {},
): Identity & { readonly namespace: string } {
  return {
    name,
    namespace,
    created: options.created ?? created,
    by: application === undefined ? (chart === undefined ? 'kubectl-client-side-apply' : 'helm') : 'argocd-controller',
    labels: {
      'app.kubernetes.io/instance': instance,
      ...(chart !== undefined && { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': chart }),
      ...(team !== undefined && { team }),
      ...options.labels,
    },
    ...(application !== undefined && { annotations: { [trackingId]: application } }),
  };
}

/** An identity of a release outside its namespace. */
export function clusterIdentityOf(release: Release, name: string): Identity {
  const { namespace: _, ...identity } = identityOf(release, name);
  return identity;
}

/** The service account of a program. */
export function accountOf(app: App, options: { readonly token?: boolean } = {}): Manifest {
  const { namespace, created, by, labels, annotations, account } = app;
  const identity = { name: account ?? app.name, namespace, created, by };
  return serviceAccount({ ...identity, ...(labels && { labels }), ...(annotations && { annotations }) }, options);
}
