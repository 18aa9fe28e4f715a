import { yaml } from '../paste.ts';

/** A binding that ends at a namespace, for a group of people. */
export const namespaceBinding = yaml`
  apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata:
    name: team-shop
    namespace: shop
  roleRef:
    apiGroup: rbac.authorization.k8s.io
    kind: ClusterRole
    name: view
  subjects:
    - apiGroup: rbac.authorization.k8s.io
      kind: Group
      name: team-shop
`;

/** A binding for one service account, which is made with it. */
export const accountBinding = yaml`
  apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata:
    name: app
    namespace: shop
  roleRef:
    apiGroup: rbac.authorization.k8s.io
    kind: Role
    name: app
  subjects:
    - kind: ServiceAccount
      name: app
      namespace: shop
  ---
  apiVersion: v1
  kind: ServiceAccount
  metadata:
    name: app
    namespace: shop
  automountServiceAccountToken: false
  ---
  apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata:
    name: app
    namespace: shop
  rules:
    - apiGroups: ['']
      resources: [configmaps]
      resourceNames: [app-settings]
      verbs: [get, watch]
`;
