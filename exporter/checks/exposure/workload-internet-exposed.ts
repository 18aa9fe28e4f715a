import { defineCheck } from '../define.ts';
import { given } from '../patch.ts';
import { restrictedPod } from '../snippets/restricted-pod.ts';
import { exposureKinds, waysIn } from '../subjects/exposure.ts';
import {
  balancerFor,
  gateway,
  httpRouteTo,
  ingressTo,
  node,
  serviceFor,
  virtualServiceTo,
} from '../subjects/exposed.ts';
import { pod } from '../subjects/pod.ts';
import { listed } from '../text.ts';

const app = { metadata: { labels: { app: 'app' } } };

export const workloadInternetExposed = defineCheck({
  id: 'workload-internet-exposed',
  title: 'Workload can be reached from outside the cluster',
  category: 'exposure',
  risk: { impact: 'operations', ease: 'contributing' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1190', 'T1133'], microsoft: ['application-vulnerability'] },
  because: 'What can be reached from outside is attacked first; weaknesses that hardly matter elsewhere matter here.',
  remedy: 'Make sure that it is meant to be reached, and keep these pods the best hardened ones.',
  paste: restrictedPod,

  subject: pod,
  fields: ['metadata.labels'],
  reads: exposureKinds,
  violatedBy(candidate, world) {
    const ways = waysIn(candidate, world);
    if (ways.length === 0) return false;
    const words = listed([...new Set(ways.map((way) => way.words))].sort());
    return { path: `${candidate.metadataPath}.labels`, message: `reached from outside through ${words}` };
  },

  examples: {
    violating: {
      'an Ingress leads to its Service': given(app, serviceFor({}), ingressTo('app')),
      'an Ingress leads to it by default': given(
        app,
        serviceFor({}),
        ingressTo('app', { rules: undefined, defaultBackend: { service: { name: 'app' } } }),
      ),
      'its Service is a public load balancer': given(app, balancerFor({})),
      'its Service has a node port': given(app, serviceFor({ type: 'NodePort' })),
      'its Service has external addresses': given(app, serviceFor({ externalIPs: ['203.0.113.7'] })),
      'a route leads to its Service from a Gateway': given(app, serviceFor({}), gateway({}), httpRouteTo('app')),
      'a route leads to its Service from a Gateway that others define': given(app, serviceFor({}), httpRouteTo('app')),
      'a route of another namespace leads to it': given(app, serviceFor({}), gateway({}), {
        ...httpRouteTo('app', { namespace: 'shop' }),
        metadata: { name: 'app', namespace: 'edge' },
      }),
      'a VirtualService leads to it from a gateway': given(app, serviceFor({}), virtualServiceTo('app', ['edge'])),
      'a VirtualService names it in full': given(
        app,
        serviceFor({}),
        virtualServiceTo('app.shop.svc.cluster.local', ['edge', 'mesh']),
      ),
      'the load balancer takes only some networks of the internet': given(
        app,
        balancerFor({ loadBalancerSourceRanges: ['203.0.113.0/24'] }),
      ),
    },
    compliant: {
      'no Service leads to it': app,
      'the Service is for the cluster': given(app, serviceFor({})),
      'the Service is for other pods': given(app, balancerFor({ selector: { app: 'db' } })),
      'the Service has no selector': given(app, balancerFor({ selector: undefined })),
      'the load balancer is internal': given(
        app,
        balancerFor({ loadBalancerClass: 'networking.gke.io/l4-regional-internal' }),
      ),
      'the load balancer takes only private networks': given(
        app,
        balancerFor({ loadBalancerSourceRanges: ['10.0.0.0/8', '192.168.7.0/24'] }),
      ),
      'the Ingress leads elsewhere': given(app, serviceFor({}), ingressTo('db')),
      'the Ingress is of another namespace': given(app, serviceFor({}), {
        ...ingressTo('app'),
        metadata: { name: 'app', namespace: 'bank' },
      }),
      'the class of the Ingress is internal': given(
        app,
        serviceFor({}),
        ingressTo('app', { ingressClassName: 'nginx-internal' }),
      ),
      'the Ingress was given an address inside': given(app, serviceFor({}), {
        ...ingressTo('app'),
        status: { loadBalancer: { ingress: [{ ip: '10.3.0.9' }] } },
      }),
      'Amazon makes the Ingress internal unless told otherwise': given(
        app,
        serviceFor({}),
        ingressTo('app', { ingressClassName: 'alb' }),
      ),
      'the class of the Gateway is internal': given(
        app,
        serviceFor({}),
        gateway({ gatewayClassName: 'gke-l7-rilb' }),
        httpRouteTo('app'),
      ),
      'the route belongs to a Service of the mesh': given(app, serviceFor({}), {
        ...httpRouteTo('app'),
        spec: {
          parentRefs: [{ kind: 'Service', group: '', name: 'app' }],
          rules: [{ backendRefs: [{ name: 'app' }] }],
        },
      }),
      'the VirtualService is for the mesh': given(app, serviceFor({}), virtualServiceTo('app', undefined)),
      'external addresses of a headless Service are ignored': given(
        app,
        serviceFor({ clusterIP: 'None', externalIPs: ['203.0.113.7'] }),
      ),
      'nodes alone expose nothing': given(app, serviceFor({}), node([{ type: 'ExternalIP', address: '203.0.113.9' }])),
    },
  },
});
