import { yaml } from '../paste.ts';

/** A service account that the cloud knows, in place of a key. */
export const workloadIdentity = yaml`
  apiVersion: v1
  kind: ServiceAccount
  metadata:
    name: app
    namespace: shop
    annotations:
      # The line of your cloud.
      eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/shop-app
      iam.gke.io/gcp-service-account: shop-app@example.iam.gserviceaccount.com
      azure.workload.identity/client-id: 00000000-0000-0000-0000-000000000000
  automountServiceAccountToken: false
  ---
  # In the workload; then remove what held the key, and revoke it.
  spec:
    template:
      metadata:
        labels:
          azure.workload.identity/use: 'true' # Azure only
      spec:
        serviceAccountName: app
`;
