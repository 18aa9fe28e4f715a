import type { Manifest } from '../../checks/patch.ts';
import { binding, everything, role, rule } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
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
import { deployment, statefulSet } from '../manifests/workload.ts';

const image = 'quay.io/argoproj/argocd:v3.2.1';

function releaseAt(age: number): Release {
  return {
    namespace: 'argocd',
    chart: 'argo-cd-9.1.4',
    application: 'argo-cd',
    instance: 'argo-cd',
    team: 'platform',
    created: daysAgo(age * 0.85),
  };
}

/** Argo CD as its chart installs it: hardened pods, and a controller that may do everything. */
export function argoCd(age: number, edge: string): readonly Manifest[] {
  const release = releaseAt(age);
  const part = (name: string, from: string, options: AppOptions = {}) =>
    appOf(release, `argocd-${name}`, from, options);
  const asking = { pod: { automountServiceAccountToken: true } };
  const asksApi = ['server', 'applicationset-controller', 'notifications-controller', 'dex-server'].map((name) =>
    part(name, name === 'dex-server' ? 'ghcr.io/dexidp/dex:v2.44.0' : image, { port: 8080, ...asking }),
  );
  const quiet = [
    part('repo-server', image, { port: 8081 }),
    part('redis', 'public.ecr.aws/docker/library/redis:8.2.2-alpine', { port: 6379 }),
  ];
  const controller = part('application-controller', image, { port: 8082, ...asking });
  const wide = clusterIdentityOf(release, 'argocd-application-controller');
  const server = clusterIdentityOf(release, 'argocd-server');
  return [
    ...namespace(clusterIdentityOf(release, 'argocd'), { enforce: 'restricted' }),
    ...defaultPolicies(identityOf(release, 'argocd'), edge),
    ...[...asksApi, ...quiet].flatMap((app) => [accountOf(app, { token: true }), deployment(app), service(app)]),
    accountOf(controller, { token: true }),
    statefulSet(controller, { replicas: 1, data: '/home/argocd' }),
    role(wide, everything),
    binding(wide, `ClusterRole/${wide.name}`, 'ServiceAccount/argocd/argocd-application-controller'),
    role(server, rule('*', '*', 'delete get patch'), rule('', 'events', 'list'), rule('', 'pods pods/log', 'get')),
    binding(server, `ClusterRole/${server.name}`, 'ServiceAccount/argocd/argocd-server'),
  ];
}

/** How Argo CD of another cluster deploys here: with a role that names the kinds that it may touch. */
export function argoCdManager(age: number): readonly Manifest[] {
  const release: Release = {
    namespace: 'kube-system',
    instance: 'argocd-manager',
    team: 'platform',
    created: daysAgo(age),
  };
  const account = identityOf(release, 'argocd-manager');
  const identity = clusterIdentityOf(release, 'argocd-manager');
  const all = 'get list watch create update patch delete';
  return [
    accountOf({ ...account, image: '' }, { token: true }),
    role(
      identity,
      rule('apps', 'deployments statefulsets daemonsets', all),
      rule('batch', 'jobs cronjobs', all),
      rule('networking.k8s.io', 'ingresses networkpolicies', all),
      rule('', 'services serviceaccounts configmaps namespaces', all),
      rule('', 'pods events', 'get list watch'),
    ),
    binding(identity, 'ClusterRole/argocd-manager', 'ServiceAccount/kube-system/argocd-manager'),
  ];
}
