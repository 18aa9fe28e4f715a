import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import type { Derivation } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { ingressClass } from '../subjects/ingress-class.ts';
import { ingress } from '../subjects/network.ts';
import { plain, quoted } from '../text.ts';

const rules = (path: string, host = 'shop.example') => [{ host, http: { paths: [{ path, pathType: 'Prefix' }] } }];
const own = { spec: { rules: rules('/') } };
const other = (spec: object, metadata: object = {}): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'other', namespace: 'bank', ...metadata },
  spec,
});

/** Who claims which path of which host, by class. */
const claimsOfCluster: Derivation<ReadonlyMap<string, readonly KubeObject[]>> = {
  name: 'ingress-claims',
  from(world) {
    const claims = new Map<string, KubeObject[]>();
    for (const one of world.list('Ingress')) {
      for (const { key } of claimsOf(one)) {
        const there = claims.get(key);
        if (there === undefined) claims.set(key, [one]);
        else if (there.at(-1) !== one) there.push(one);
      }
    }
    return claims;
  },
};

export const ingressHostConflict = defineCheck({
  id: 'ingress-host-conflict',
  title: 'Two Ingresses claim the same path of a host',
  category: 'ingress',
  optional: true,
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { microsoft: ['cluster-internal-networking'] },
  because:
    'The controller picks one of them, often the older one: a second team can take over the visitors of the first by accident or on purpose.',
  remedy: 'Agree on who serves the path, and let policy say which namespaces may claim which hosts.',
  paste: yaml`
    # Hosts that a namespace may claim stand in an annotation of the Namespace, separated by commas.
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata:
      name: hosts-of-namespaces
    spec:
      failurePolicy: Fail
      matchConstraints:
        resourceRules:
          - apiGroups: [networking.k8s.io]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [ingresses]
      variables:
        - name: allowed
          expression: namespaceObject.metadata.?annotations[?'shop.example/hosts'].orValue('').split(',')
      validations:
        - expression: object.spec.?rules.orValue([]).all(rule, rule.?host.orValue('') in variables.allowed)
          message: This namespace may not claim that host.
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata:
      name: hosts-of-namespaces
    spec:
      policyName: hosts-of-namespaces
      validationActions: [Deny]
  `,

  subject: ingress,
  fields: ['spec.rules'],
  reads: ['Ingress'],
  violatedBy(candidate, world) {
    const mine = claimsOf(candidate);
    if (mine.length === 0) return 'not_applicable';
    const claims = world.derived(claimsOfCluster, '');
    let offences: Offence[] | undefined;
    for (const { key, host, path, place } of mine) {
      const rival = claims.get(key)?.find((one) => !isSame(one, candidate));
      const part = `claims/${host}${path}`;
      if (rival === undefined || offences?.some((offence) => offence.part === part)) continue;
      const { namespace, name } = rival.metadata;
      const message = `${quoted(`${host}${path}`)} of spec.rules is claimed by Ingress ${plain(namespace)}/${plain(name)} too`;
      (offences ??= []).push({ path: place, part, message });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'an Ingress of another namespace claims it': given(own, other({ rules: rules('/') })),
      'an Ingress of its namespace claims it': given(own, other({ rules: rules('/') }, { namespace: 'shop' })),
      'one of several paths is claimed': given(
        { spec: { rules: [...rules('/'), ...rules('/cart')] } },
        other({ rules: rules('/cart') }),
      ),
      'the host is in capitals': given(own, other({ rules: rules('/', 'Shop.Example') })),
    },
    compliant: {
      'nobody else claims it': own,
      'the other path is longer': given(own, other({ rules: rules('/cart') })),
      'the other host is another': given(own, other({ rules: rules('/', 'bank.example') })),
      'the other class is another': given(own, other({ ingressClassName: 'inside', rules: rules('/') })),
      'the other one takes a share of the visitors on purpose': given(
        own,
        other({ rules: rules('/') }, { annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } }),
      ),
    },
    notApplicable: {
      'it claims no path': {},
      'it takes a share itself': given(
        { metadata: { annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } }, ...own },
        other({ rules: rules('/') }),
      ),
    },
  },
});

interface Claim {
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly place: string;
}

const canary = 'nginx.ingress.kubernetes.io/canary';

function claimsOf(candidate: KubeObject): readonly Claim[] {
  if (candidate.metadata.annotations?.[canary] === 'true') return [];
  const name = ingressClass(candidate) ?? '';
  return records(at(candidate, 'spec', 'rules')).flatMap((rule, index) => {
    const host = typeof rule['host'] === 'string' && rule['host'] !== '' ? rule['host'].toLowerCase() : '*';
    return records(at(rule, 'http', 'paths')).map((entry, inner) => {
      const path = typeof entry['path'] === 'string' && entry['path'] !== '' ? entry['path'] : '/';
      const place = `spec.rules[${index}].http.paths[${inner}]`;
      return { key: JSON.stringify([name, host, path]), host, path, place };
    });
  });
}

function isSame(one: KubeObject, other: KubeObject): boolean {
  return one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace;
}
