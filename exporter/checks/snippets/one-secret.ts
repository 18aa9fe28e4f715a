import { yaml } from '../paste.ts';

/** A role that reads one Secret. */
export const oneSecret = yaml`
  # Better still, mount the Secret into the pod that needs it: then nobody needs a right to read it.
  apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata:
    name: database-credentials
    namespace: shop
  rules:
    - apiGroups: ['']
      resources: [secrets]
      resourceNames: [database]
      verbs: [get]
`;
