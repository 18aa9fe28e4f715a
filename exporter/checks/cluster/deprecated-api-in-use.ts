import { isFromCluster } from '../../model/object.ts';
import { records } from '../../model/record.ts';
import { formatVersion, parseVersion, type KubernetesVersion } from '../../model/version.ts';
import { removedApis } from '../data/removed-apis.ts';
import { defineCheck } from '../define.ts';
import { count } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { onVersion, setTo } from '../patch.ts';
import { apiVersion } from '../subjects/api-version.ts';
import { factsIn } from '../subjects/control-plane.ts';
import { plain } from '../text.ts';

export const deprecatedApiInUse = defineCheck({
  id: 'deprecated-api-in-use',
  title: 'Version of an API is used that ends',
  category: 'cluster',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['upgrading'] },
  because:
    'With the upgrade that removes it, deployments, policies or controllers fail; clusters stay on old releases for fear of that.',
  remedy:
    'Write the object in the version that is served now, and update clients that still ask for the old one (the audit log names them).',
  paste: yaml`
    # For example, an Ingress that was written for extensions/v1beta1; \`kubectl convert\` writes others.
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
    spec:
      tls:
        - hosts: [shop.example]
          secretName: shop-tls
      rules:
        - host: shop.example
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: app
                    port:
                      number: 80
  `,

  subject: apiVersion,
  fields: ['apiVersion', 'facts.deprecatedApis'],
  parameters: {
    releases: count(
      3,
      { min: 0, max: 20 },
      'How many minor releases ahead an end is of interest; three come out in a year.',
    ),
  },
  violatedBy(object, { version }, { releases }) {
    if (object.kind === 'ControlPlane') {
      const used = records(factsIn(object).deprecatedApis);
      return used.flatMap(({ group, version: old, resource, removedRelease }) => {
        const end = typeof removedRelease === 'string' ? parseVersion(removedRelease) : undefined;
        if (end === undefined || isFarther(end, version, releases)) return [];
        const name = [group, old, resource].filter((part) => typeof part === 'string' && part !== '').join('/');
        return [
          {
            path: 'facts.deprecatedApis',
            part: name,
            message: `clients ask for ${plain(name)}, which ${ends(end, version)}`,
          },
        ];
      });
    }
    // A cluster shows objects in the version that we ask for, whatever they were written in.
    if (isFromCluster(object)) return 'not_applicable';
    if (!/alpha|beta/.test(object.apiVersion)) return false;
    const written = `${object.apiVersion}/${object.kind}`;
    const end = Object.hasOwn(removedApis, written) ? parseVersion(removedApis[written] ?? '') : undefined;
    if (end === undefined || isFarther(end, version, releases)) return false;
    return { path: 'apiVersion', message: `apiVersion ${object.apiVersion} of ${object.kind} ${ends(end, version)}` };
  },

  examples: {
    violating: {
      'an Ingress is written in a version that has ended': { apiVersion: 'networking.k8s.io/v1beta1' },
      'an Ingress is written for its first group': { apiVersion: 'extensions/v1beta1' },
      'a kind has ended altogether': { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy' },
      'a definition of a resource is written in a version that has ended': {
        apiVersion: 'apiextensions.k8s.io/v1beta1',
        kind: 'CustomResourceDefinition',
      },
      'a CronJob is written in a version that ends soon': onVersion('1.24', {
        apiVersion: 'batch/v1beta1',
        kind: 'CronJob',
      }),
      'clients ask for one that ends soon': {
        apiVersion: 'observed.plumbline/v1',
        kind: 'ControlPlane',
        facts: {
          deprecatedApis: [
            {
              group: 'flowcontrol.apiserver.k8s.io',
              version: 'v1beta3',
              resource: 'flowschemas',
              removedRelease: '1.38',
            },
          ],
        },
      },
    },
    compliant: {
      'it is written in the version that is served': {},
      'a kind is served in the version it is written in': { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' },
      'its end is farther away than a year': onVersion('1.21', { apiVersion: 'batch/v1beta1', kind: 'CronJob' }),
      'policy looks ahead no further': setTo(
        { releases: 0 },
        {
          apiVersion: 'observed.plumbline/v1',
          kind: 'ControlPlane',
          facts: { deprecatedApis: [{ group: 'x.k8s.io', version: 'v1', resource: 'xs', removedRelease: '1.38' }] },
        },
      ),
      'clients ask for none': {
        apiVersion: 'observed.plumbline/v1',
        kind: 'ControlPlane',
        facts: { deprecatedApis: [] },
      },
    },
    notApplicable: {
      'a cluster shows it, in the version that we asked for': {
        apiVersion: 'networking.k8s.io/v1beta1',
        metadata: { uid: '6f1f9c1e-4f57-4a37-9a0f-2f8f9d3f1c11' },
      },
    },
  },
});

function isFarther(end: KubernetesVersion, version: KubernetesVersion, releases: number): boolean {
  return end.major > version.major || end.minor > version.minor + releases;
}

function ends(end: KubernetesVersion, { minor }: KubernetesVersion): string {
  return end.minor > minor ? `ends with ${formatVersion(end)}` : `ended with ${formatVersion(end)}`;
}
