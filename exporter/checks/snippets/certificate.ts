import { yaml } from '../paste.ts';

/** A certificate that cert-manager renews in time. */
export const renewedCertificate = yaml`
  apiVersion: cert-manager.io/v1
  kind: Certificate
  metadata:
    name: shop-tls
    namespace: shop
  spec:
    secretName: shop-tls
    dnsNames: [shop.example]
    duration: 2160h
    renewBefore: 720h
    privateKey:
      rotationPolicy: Always
    issuerRef:
      kind: ClusterIssuer
      name: letsencrypt
`;
