import { whole } from './whole.ts';

export interface ServicePort {
  readonly name?: string;
  readonly port?: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/** The parts of a Service that checks read. */
export interface ServiceFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly externalName?: string;
    readonly externalIPs?: readonly string[];
    readonly loadBalancerClass?: string;
    readonly loadBalancerIP?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly allocateLoadBalancerNodePorts?: boolean;
    readonly ports?: readonly ServicePort[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancerStatus };
}

/** The addresses that an Ingress or a Service was given. */
export interface LoadBalancerStatus {
  readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
}

/** Services. */
export const service = whole<ServiceFields>('service', ['Service'], {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { type: 'ClusterIP', ports: [{ port: 443 }] },
});

export interface IngressBackend {
  readonly service?: { readonly name?: string; readonly port?: { readonly number?: number; readonly name?: string } };
}

/** The parts of an Ingress that checks read. */
export interface IngressFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths?: readonly {
          readonly path?: string;
          readonly pathType?: string;
          readonly backend?: IngressBackend;
        }[];
      };
    }[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancerStatus };
}

/** Ingresses, whatever controller serves them. */
export const ingress = whole<IngressFields>('ingress', ['Ingress'], {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'app', namespace: 'shop' },
  spec: {
    // The controller's own certificate.
    tls: [{ hosts: ['shop.example'] }],
    rules: [{ host: 'shop.example' }],
  },
});
