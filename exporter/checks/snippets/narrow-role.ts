import { stream, yaml } from '../paste.ts';

/** A role that names what is used, in place of a wide one. */
export const narrowRole = yaml`
  # What the holder uses: \`kubectl auth can-i --list\` shows what it may do, and the audit log what it does.
  apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata:
    name: shop-operator
    namespace: shop
  rules:
    - apiGroups: [apps]
      resources: [deployments]
      verbs: [get, list, watch]
    - apiGroups: [apps]
      resources: [deployments/scale]
      resourceNames: [app]
      verbs: [get, patch]
    - apiGroups: ['']
      resources: [pods, pods/log]
      verbs: [get, list, watch]
`;

/** The same role, bound to the service account of a program in its namespace. */
export const narrowRoleBound = stream(
  narrowRole,
  yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: shop-operator
      namespace: shop
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: shop-operator
    subjects:
      - kind: ServiceAccount
        name: app
        namespace: shop
  `,
);
