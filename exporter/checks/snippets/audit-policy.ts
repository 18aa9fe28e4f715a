import { yaml } from '../paste.ts';

/** The file of --audit-policy-file: who did what, and never what is secret. */
export const auditPolicy = yaml`
  # /etc/kubernetes/audit-policy.yaml; the first rule that matches decides.
  apiVersion: audit.k8s.io/v1
  kind: Policy
  omitStages: [RequestReceived]
  rules:
    # Reads of the system itself, which are most of all requests.
    - level: None
      users: ['system:kube-proxy', 'system:kube-scheduler', 'system:kube-controller-manager']
      verbs: [get, list, watch]
    - level: None
      nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version']
    # Who read what, without the contents.
    - level: Metadata
      resources:
        - group: ''
          resources: [secrets, configmaps, serviceaccounts/token]
        - group: authentication.k8s.io
          resources: [tokenreviews]
    - level: Metadata
      resources:
        - group: ''
          resources: [pods/exec, pods/attach, pods/portforward, pods/proxy, pods/ephemeralcontainers]
    # Changes of rights and of admission, with what was changed.
    - level: RequestResponse
      verbs: [create, update, patch, delete, deletecollection]
      resources:
        - group: rbac.authorization.k8s.io
        - group: admissionregistration.k8s.io
    - level: Metadata
`;
