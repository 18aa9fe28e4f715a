/** Resources of Kubernetes that are in no namespace; a RoleBinding, and a Role, give no right on them. */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  '': ['nodes', 'persistentvolumes', 'componentstatuses', 'users', 'groups'],
  'admissionregistration.k8s.io': [
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
    'mutatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'validatingwebhookconfigurations',
  ],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'apiregistration.k8s.io': ['apiservices'],
  'authentication.k8s.io': ['selfsubjectreviews', 'tokenreviews', 'userextras', 'uids'],
  'authorization.k8s.io': ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews'],
  'certificates.k8s.io': ['certificatesigningrequests', 'clustertrustbundles', 'signers'],
  'flowcontrol.apiserver.k8s.io': ['flowschemas', 'prioritylevelconfigurations'],
  'internal.apiserver.k8s.io': ['storageversions'],
  'networking.k8s.io': ['ingressclasses', 'ipaddresses', 'servicecidrs'],
  'node.k8s.io': ['runtimeclasses'],
  'rbac.authorization.k8s.io': ['clusterrolebindings'],
  'resource.k8s.io': ['deviceclasses', 'devicetaintrules', 'resourceslices'],
  'scheduling.k8s.io': ['priorityclasses'],
  'storage.k8s.io': ['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments', 'volumeattributesclasses'],
  'storagemigration.k8s.io': ['storageversionmigrations'],
};

/**
 * Whether a resource, as a rule names it, is known to be in no namespace; wildcards are not. Namespaces are asked for in
 * themselves, and ClusterRoles for `bind` in the namespace of the binding, so that neither counts.
 */
export function isClusterScoped(group: string, resource: string): boolean {
  const [name = ''] = resource.split('/');
  return Object.hasOwn(clusterScoped, group) && clusterScoped[group]?.includes(name) === true;
}
