import type { KubeObject } from '../../model/object.ts';

/** Annotations by which a load balancer in front has a certificate of its own, whatever `spec.tls` says. */
const certificates = [
  'alb.ingress.kubernetes.io/certificate-arn',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'networking.gke.io/managed-certificates',
  'networking.gke.io/certmap',
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate',
];
const traefikTls = 'traefik.ingress.kubernetes.io/router.tls';

/** Whether the controller is told of a certificate by an annotation rather than by `spec.tls`. */
export function hasOwnCertificate({ metadata: { annotations } }: KubeObject): boolean {
  if (annotations === undefined) return false;
  for (const name of certificates) if (annotations[name]) return true;
  return annotations[traefikTls] === 'true';
}

/** Whether a name of a certificate covers a host: equal, or a wildcard for exactly the first label. */
export function coversHost(name: string, host: string): boolean {
  const [wanted, pattern] = [host.toLowerCase(), name.toLowerCase()];
  if (wanted === pattern) return true;
  if (!pattern.startsWith('*.')) return false;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === pattern.slice(1) && !wanted.startsWith('*');
}
