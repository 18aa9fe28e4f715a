import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { namespace } from '../manifests/cluster-objects.ts';
import { daysAgo } from '../manifests/meta.ts';
import { defaultPolicies, service } from '../manifests/network.ts';
import { accountOf, appOf, clusterIdentityOf, identityOf, type Release } from '../manifests/release.ts';
import { deployment } from '../manifests/workload.ts';

const all = 'get list watch create update delete patch';

/** cert-manager as its chart installs it; it writes certificates into Secrets of every namespace, so it reads them too. */
export function certManager(age: number, edge: string): readonly Manifest[] {
  const release: Release = {
    namespace: 'cert-manager',
    chart: 'cert-manager-v1.19.1',
    application: 'cert-manager',
    instance: 'cert-manager',
    team: 'platform',
    created: daysAgo(age * 0.8),
  };
  const part = (name: string, image: string) =>
    appOf(release, name, `quay.io/jetstack/${image}:v1.19.1`, {
      port: 9402,
      args: ['--v=2', '--leader-election-namespace=kube-system'],
      pod: { automountServiceAccountToken: true },
    });
  const parts = [
    part('cert-manager', 'cert-manager-controller'),
    part('cert-manager-cainjector', 'cert-manager-cainjector'),
    part('cert-manager-webhook', 'cert-manager-webhook'),
  ];
  const certificates = clusterIdentityOf(release, 'cert-manager-controller-certificates');
  const injector = clusterIdentityOf(release, 'cert-manager-cainjector');
  return [
    ...namespace(clusterIdentityOf(release, 'cert-manager'), { enforce: 'restricted' }),
    ...defaultPolicies(identityOf(release, 'cert-manager'), edge),
    ...parts.flatMap((app) => [accountOf(app, { token: true }), deployment(app), service(app)]),
    role(certificates, rule('cert-manager.io', 'certificates certificaterequests', all), rule('', 'secrets', all)),
    binding(certificates, `ClusterRole/${certificates.name}`, 'ServiceAccount/cert-manager/cert-manager'),
    role(
      injector,
      rule('', 'secrets', 'get list watch'),
      rule('admissionregistration.k8s.io', 'validatingwebhookconfigurations mutatingwebhookconfigurations', all),
    ),
    binding(injector, `ClusterRole/${injector.name}`, 'ServiceAccount/cert-manager/cert-manager-cainjector'),
  ];
}
