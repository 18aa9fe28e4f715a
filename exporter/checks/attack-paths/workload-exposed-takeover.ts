import { boundToAccount, clusterRole, namespacedRole } from '../access/examples.ts';
import { accessKinds } from '../access/grants.ts';
import { takeoverRights } from '../access/takeover.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { narrowRoleBound } from '../snippets/narrow-role.ts';
import { entranceKinds, entranceTo, pathOfPod, pathSentence } from '../subjects/attack-path.ts';
import { balancerFor, gateway, httpRouteTo, ingressTo, node, serviceFor } from '../subjects/exposed.ts';
import { hasUnaskedToken, identityCut, identitySteps } from '../subjects/identity-step.ts';
import { accountNamed, holdsApiToken } from '../subjects/service-account.ts';

const app = { metadata: { labels: { app: 'app' } }, spec: { automountServiceAccountToken: true } };
const exposed: readonly Manifest[] = [serviceFor({}), ingressTo('app')];
const admin = boundToAccount('', 'cluster-admin');
/** What an offence names where a token is mounted that nobody asked for. */
const unasked = 'automountServiceAccountToken';

export const workloadExposedTakeover = defineCheck({
  id: 'workload-exposed-takeover',
  title: 'The internet is one flaw away from the whole cluster',
  category: 'attack-paths',
  composite: true,
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: {
    nsa: ['exposed-interfaces', 'authorization'],
    mitre: ['T1190', 'T1528', 'T1098.006'],
    microsoft: ['application-exploit', 'container-service-account'],
  },
  because:
    'The program is reached from the internet, and the token in its pod takes over the cluster: any flaw that runs a command or reads a file there is enough.',
  remedy: 'Cut one link of the path; the message names the cheapest one.',
  paste: narrowRoleBound,

  subject: pathOfPod,
  fields: ['spec.serviceAccountName'],
  reads: [...entranceKinds, 'ServiceAccount', ...accessKinds],
  violatedBy({ pod }, world) {
    const entrance = entranceTo(pod, world);
    if (entrance === undefined || !holdsApiToken(pod, world)) return false;
    const [power] = takeoverRights(world, pod.namespace, pod.serviceAccount);
    if (power === undefined) return false;
    const field = hasUnaskedToken(pod, power, world) ? unasked : 'serviceAccountName';
    return {
      path: `${pod.path}.${field}`,
      part: 'path',
      message: pathSentence([...entrance.steps, ...identitySteps(pod, power)], identityCut(pod, power, world)),
    };
  },
  fix({ pod }, { path }) {
    if (!path.endsWith(`.${unasked}`)) return undefined;
    return pod.path
      .split('.')
      .reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), { [unasked]: false });
  },

  examples: {
    violating: {
      'an Ingress leads to an administrator': given(app, ...exposed, admin),
      'nobody asked for the token': given(
        { ...app, spec: { automountServiceAccountToken: undefined } },
        ...exposed,
        accountNamed('app'),
        admin,
      ),
      'a load balancer leads to one who may create pods': given(
        app,
        balancerFor({}),
        boundToAccount('', 'workers'),
        clusterRole('workers', 'core pods create'),
      ),
      'a route leads from a Gateway to one who reads Secrets': given(
        app,
        serviceFor({}),
        gateway({}),
        httpRouteTo('app'),
        boundToAccount('', 'readers'),
        clusterRole('readers', 'core secrets list'),
      ),
      'a node with an address on the internet has a port for it': given(
        app,
        serviceFor({ type: 'NodePort' }),
        node([{ type: 'ExternalIP', address: '203.0.113.9' }]),
        admin,
      ),
    },
    compliant: {
      'nothing leads to it from outside': given(app, serviceFor({}), admin),
      'it has no rights': given(app, ...exposed),
      'its rights end with its namespace': given(
        app,
        ...exposed,
        boundToAccount('shop', 'workers', { kind: 'Role' }),
        namespacedRole('workers', 'core pods create'),
      ),
      'no token is mounted': given({ metadata: app.metadata }, ...exposed, admin),
      'the load balancer is inside': given(app, balancerFor({ loadBalancerIP: '10.0.0.7' }), admin),
      'the load balancer takes named networks only': given(
        app,
        balancerFor({ loadBalancerSourceRanges: ['203.0.113.0/24'] }),
        admin,
      ),
      'the nodes with a port for it have no address on the internet': given(
        app,
        serviceFor({ type: 'NodePort' }),
        node([{ type: 'InternalIP', address: '10.0.0.9' }]),
        admin,
      ),
    },
  },
});
