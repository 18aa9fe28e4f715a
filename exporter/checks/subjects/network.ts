import { whole } from './whole.ts';

/** The parts of a Service that checks read. */
export interface ServiceFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly type?: string;
    readonly loadBalancerClass?: string;
    readonly ports?: readonly { readonly port?: number; readonly nodePort?: number }[];
  };
}

/** Services. */
export const service = whole<ServiceFields>('service', ['Service'], {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { type: 'ClusterIP', ports: [{ port: 443 }] },
});

/** The parts of an Ingress that checks read. */
export interface IngressFields {
  readonly spec?: {
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly { readonly host?: string }[];
  };
}

/** Ingresses, whatever controller serves them. */
export const ingress = whole<IngressFields>('ingress', ['Ingress'], {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'app', namespace: 'shop' },
  spec: {
    tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }],
    rules: [{ host: 'shop.example' }],
  },
});
