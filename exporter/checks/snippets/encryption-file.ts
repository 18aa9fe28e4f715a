import { yaml } from '../paste.ts';

/** The file of --encryption-provider-config, which is written before Secrets are. */
export const encryptionFile = yaml`
  # /etc/kubernetes/encryption.yaml; afterwards: kubectl get secrets -A -o json | kubectl replace -f -
  apiVersion: apiserver.config.k8s.io/v1
  kind: EncryptionConfiguration
  resources:
    - resources: [secrets]
      providers:
        # The plugin of your KMS; without one: secretbox with a key of \`head -c 32 /dev/urandom | base64\`.
        - kms:
            apiVersion: v2
            name: kms
            endpoint: unix:///var/run/kms/kms.sock
            timeout: 3s
        # Reads what was written before; remove it once everything has been written anew.
        - identity: {}
`;
