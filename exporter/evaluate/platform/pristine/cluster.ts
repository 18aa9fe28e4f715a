import { patched, type Manifest } from '../../../checks/patch.ts';
import { freshCluster } from '../../../demo/platform/fresh-cluster.ts';
import { kindNamed } from '../../../model/kinds.ts';
import { records } from '../../../model/record.ts';
import { applyDefaults } from '../../../normalize/defaults.ts';
import { account, anonymousAccess, apiService, configMap } from './objects.ts';

/** A new cluster of a platform, with everything in it that nobody asked for. */
export interface Pristine {
  /** Release of its API server. */
  readonly version: string;
  readonly manifests: readonly Manifest[];
}

const certificate = '-----BEGIN CERTIFICATE-----\n';
const recorded = await freshCluster(1);

/** What every control plane makes: recorded of a real one, and what the recorded one was started without. */
const common: readonly Manifest[] = [
  ...recorded,
  // The controllers of a recorded manager that uses one account for all have none of their own.
  ...recorded.flatMap((binding) =>
    binding.kind === 'ClusterRoleBinding' && nameOf(binding).startsWith('system:controller:')
      ? records(binding['subjects']).map(({ name }) => account(String(name)))
      : [],
  ),
  ...['default', 'kube-node-lease', 'kube-public', 'kube-system'].map((namespace) =>
    configMap('kube-root-ca.crt', { 'ca.crt': certificate }, namespace),
  ),
  configMap('extension-apiserver-authentication', { 'client-ca-file': certificate }),
  ...['v1.', 'v1.apps', 'v1.batch', 'v1.rbac.authorization.k8s.io', 'v1.networking.k8s.io'].map((name) =>
    apiService(name),
  ),
  anonymousAccess,
];

/** A cluster as its API server shows it: what the platform adds to the common parts, defaulted, and with uids. */
export function pristine(version: string, added: readonly Manifest[]): Pristine {
  const manifests = [...common, ...added];
  return { version, manifests: manifests.map((manifest, index) => asShown(manifest, `uid-${index}`)) };
}

function asShown(manifest: Manifest, uid: string): Manifest {
  const shown = patched(manifest, { metadata: { uid, creationTimestamp: '2026-06-01T08:00:00Z' } });
  const kind = kindNamed(shown.apiVersion, shown.kind);
  if (kind !== undefined) applyDefaults(kind, shown);
  return shown;
}

/** The name of a manifest. */
export function nameOf(manifest: Manifest): string {
  return (manifest['metadata'] as { readonly name: string }).name;
}
