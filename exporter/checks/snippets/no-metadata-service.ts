import { yaml } from '../paste.ts';

/** A policy that lets pods connect anywhere but to the metadata service of their node. */
export const noMetadataService = yaml`
  # For a namespace whose pods may connect anywhere: policies add up, and this one allows everything else.
  apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata:
    name: no-metadata-service
    namespace: shop
  spec:
    podSelector: {}
    policyTypes: [Egress]
    egress:
      - to:
          - ipBlock:
              cidr: 0.0.0.0/0
              except: [169.254.0.0/16]
          - ipBlock:
              cidr: ::/0
              except: ['fd00:ec2::/64']
`;
