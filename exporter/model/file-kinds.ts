const clusterWide = { namespaced: false, filesOnly: true } as const;
const perNamespace = { namespaced: true, filesOnly: true } as const;
const storage = { group: 'storage.k8s.io', versions: ['v1'] } as const;
const flow = { group: 'flowcontrol.apiserver.k8s.io', versions: ['v1'], ...clusterWide } as const;

/** Kinds that are judged where they are written, by the version of their API alone: no cluster is asked for them. */
export const fileKinds = {
  PodSecurityPolicy: {
    group: 'policy',
    versions: ['v1beta1'],
    resource: 'podsecuritypolicies',
    formerGroups: ['extensions'],
    ...clusterWide,
  },
  CustomResourceDefinition: {
    group: 'apiextensions.k8s.io',
    versions: ['v1'],
    resource: 'customresourcedefinitions',
    ...clusterWide,
  },
  CSIDriver: { ...storage, resource: 'csidrivers', ...clusterWide },
  CSINode: { ...storage, resource: 'csinodes', ...clusterWide },
  CSIStorageCapacity: { ...storage, resource: 'csistoragecapacities', ...perNamespace },
  VolumeAttachment: { ...storage, resource: 'volumeattachments', ...clusterWide },
  PriorityClass: {
    group: 'scheduling.k8s.io',
    versions: ['v1'],
    resource: 'priorityclasses',
    ...clusterWide,
  },
  RuntimeClass: { group: 'node.k8s.io', versions: ['v1'], resource: 'runtimeclasses', ...clusterWide },
  FlowSchema: { ...flow, resource: 'flowschemas' },
  PriorityLevelConfiguration: { ...flow, resource: 'prioritylevelconfigurations' },
  CertificateSigningRequest: {
    group: 'certificates.k8s.io',
    versions: ['v1'],
    resource: 'certificatesigningrequests',
    ...clusterWide,
  },
  Lease: { group: 'coordination.k8s.io', versions: ['v1'], resource: 'leases', ...perNamespace },
  EndpointSlice: { group: 'discovery.k8s.io', versions: ['v1'], resource: 'endpointslices', ...perNamespace },
} as const;
