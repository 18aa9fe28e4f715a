import type { KubeObject } from '../../model/object.ts';
import { at } from '../../model/record.ts';
import { hasPrivateAddress } from './load-balancer.ts';

/** The class that an Ingress names, in the field or by the annotation that came before it; undefined means the default. */
export function ingressClass(ingress: KubeObject): string | undefined {
  const name = at(ingress, 'spec', 'ingressClassName') ?? ingress.metadata.annotations?.['kubernetes.io/ingress.class'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** How people call classes of Ingresses, Gateways and their like that serve the inside of a network only. */
const insideName = /(?:^|[-_.])(?:internal|private|intranet|ilb|rilb|inside)(?:[-_.]|$)/i;

/** Whether a class says by its name that it serves the inside only; the beginning decides. */
export function isInsideClass(name: unknown): boolean {
  return typeof name === 'string' && insideName.test(name.slice(0, 253));
}

const albScheme = 'alb.ingress.kubernetes.io/scheme';

/** Annotations that keep the load balancer of an Ingress inside, and the value that says so. */
const insideAnnotations: ReadonlyMap<string, string> = new Map([
  [albScheme, 'internal'],
  ['appgw.ingress.kubernetes.io/use-private-ip', 'true'],
]);

/** Whether an Ingress is served inside only: by its class, its annotations, or the addresses that it was given. */
export function isInsideIngress(ingress: KubeObject): boolean {
  const annotations = ingress.metadata.annotations ?? {};
  for (const [name, value] of insideAnnotations) if (annotations[name] === value) return true;
  const name = ingressClass(ingress);
  // The controller of Amazon makes load balancers internal unless it is told otherwise.
  if (name === 'alb' && annotations[albScheme] !== 'internet-facing' && !hasAddress(ingress)) return true;
  return isInsideClass(name) || hasPrivateAddress(ingress);
}

function hasAddress(ingress: KubeObject): boolean {
  const addresses = at(ingress, 'status', 'loadBalancer', 'ingress');
  return Array.isArray(addresses) && addresses.length > 0;
}
