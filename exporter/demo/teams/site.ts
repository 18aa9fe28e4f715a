import type { Manifest } from '../../checks/patch.ts';
import { namespace, type Enforced } from '../manifests/cluster-objects.ts';
import { daysAgo } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import {
  accountOf,
  appOf,
  clusterIdentityOf,
  identityOf,
  type AppOptions,
  type Release,
} from '../manifests/release.ts';
import { deployment } from '../manifests/workload.ts';

/** What differs between the clusters that the same teams deploy to. */
export interface Site {
  /** Namespace of the ingress controller. */
  readonly edge: string;
  readonly ingressClass: string;
  readonly domain: string;
  /** Tag of the release that runs here. */
  readonly tag: string;
  /** Age of the cluster in days. */
  readonly age: number;
}

/** The image of a program of ours. */
export function ours(site: Pick<Site, 'tag'>, team: string, name: string): string {
  return `registry.example.com/${team}/${name}:${site.tag}`;
}

/** How a team deploys: one chart for all its programs, kept in sync by Argo CD. */
export function releaseOf(site: Site, team: string): Release {
  return {
    namespace: team,
    chart: 'service-4.2.1',
    application: team,
    instance: team,
    created: daysAgo(Math.round(site.age * 0.7)),
  };
}

/** The namespace of a team that owns up to it, with its policies. */
export function teamNamespace(
  site: Site,
  team: string,
  levels: { readonly enforce: Enforced; readonly warn?: Enforced },
): readonly Manifest[] {
  const home = { ...releaseOf(site, team), application: 'namespaces', instance: 'namespaces', team };
  const release = releaseOf(site, team);
  return [
    ...namespace(clusterIdentityOf(home, team), { ...levels, kept: true }),
    ...defaultPolicies(identityOf(release, team), site.edge),
  ];
}

/** A program that answers HTTP: account, Deployment and Service. */
export function server(site: Site, team: string, name: string, options: AppOptions = {}): readonly Manifest[] {
  const app = appOf(releaseOf(site, team), name, ours(site, team, name), {
    port: 8080,
    env: { LOG_LEVEL: 'info', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.monitoring:4317' },
    ...options,
  });
  return [accountOf(app), deployment(app), service(app)];
}

/** A program that works through a queue: account and Deployment. */
export function worker(site: Site, team: string, name: string, options: AppOptions = {}): readonly Manifest[] {
  const app = appOf(releaseOf(site, team), name, ours(site, team, name), {
    container: { livenessProbe: { exec: { command: ['/app/healthy'] }, periodSeconds: 20 } },
    ...options,
  });
  return [accountOf(app), deployment(app)];
}
