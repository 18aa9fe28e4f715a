import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowing, grantsOf, mayDo } from '../../exporter/checks/access/grants.ts';
import { serviceAccountIdentity, type Identity } from '../../exporter/checks/access/identity.ts';
import type { AccessRequest } from '../../exporter/checks/access/request.ts';
import {
  builtInRules,
  isBuiltInNamespacedRole,
  isBuiltInRole,
  isBuiltInSubject,
} from '../../exporter/checks/access/built-in.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { subjectKey, subjectsOf } from '../../exporter/checks/subjects/access.ts';
import { TrackedWorld } from '../../exporter/evaluate/tracked-world.ts';
import { Inventory } from '../../exporter/model/inventory.ts';
import { kinds, type KindName } from '../../exporter/model/kinds.ts';
import { referredRules } from '../../exporter/checks/access/role-rules.ts';
import { project } from '../../exporter/normalize/project.ts';
import { keptConnections, type KeptConnections } from '../support/kept-connections.ts';
import { waitUntil } from '../support/process.ts';
import { accessNamespaces, accessQuestions, accessWorlds, generatedSelector } from '../support/random-access.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('RBAC against the real authorizer', [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
]);
/** Another seed is another sample; a disagreement of any seed is a bug. */
const seed = Number(process.env['RBAC_SEED'] ?? 20_261_124);
const worlds = Number(process.env['RBAC_WORLDS'] ?? 4);
const questionsPerWorld = 2_500;

const rbacKinds = ['ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'] as const satisfies readonly KindName[];
const api = '/apis/rbac.authorization.k8s.io/v1';

type Listed = Record<string, unknown> & { readonly metadata: Record<string, unknown> };

/** What both sides say, and what a person needs to see where they do not agree. */
interface Opinion {
  readonly theirs: boolean;
  readonly reason: string;
}

describe.skipIf(skipped)('who may do what', () => {
  let cluster: RealCluster;
  let server: KeptConnections;
  let sentinels = 0;

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    server = keptConnections(cluster);
    for (const namespace of accessNamespaces) await cluster.createNamespace(namespace);
  });
  afterAll(async () => {
    server?.close();
    await cluster?.stop();
  });

  async function listed(kind: (typeof rbacKinds)[number]): Promise<Listed[]> {
    const { items } = (await server.send('GET', `${api}/${kinds[kind].resource}`)) as { items: Listed[] };
    return items;
  }

  /** The answer of the API server about anybody. */
  async function asked({ user, groups }: Identity, request: AccessRequest): Promise<Opinion> {
    const spec = { user, groups, ...attributesOf(request) };
    const { status } = (await server.send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec,
    })) as { status: { allowed: boolean; reason?: string } };
    return { theirs: status.allowed, reason: status.reason ?? '' };
  }

  /** Replaces what an earlier world left. */
  async function become(manifests: readonly Manifest[]): Promise<void> {
    const drop = (path: string) =>
      server.send('DELETE', `${path}?labelSelector=${encodeURIComponent(generatedSelector)}`);
    await Promise.all([
      drop(`${api}/clusterroles`),
      drop(`${api}/clusterrolebindings`),
      ...accessNamespaces.flatMap((namespace) => [
        drop(`${api}/namespaces/${namespace}/roles`),
        drop(`${api}/namespaces/${namespace}/rolebindings`),
      ]),
    ]);
    await Promise.all(manifests.map((manifest) => server.send('POST', pathOf(manifest), manifest)));
  }

  /** Waits until aggregation has settled and the authorizer has seen the last change of each kind. */
  async function settled(manifests: readonly Manifest[]): Promise<void> {
    const expected = worldOfManifests(manifests, []);
    await waitUntil('aggregated roles are filled in', async () => {
      const roles = await listed('ClusterRole');
      return manifests.every((manifest) => {
        if (manifest['aggregationRule'] === undefined) return true;
        const { name } = manifest['metadata'] as { name: string };
        const kept = roles.find(({ metadata }) => metadata['name'] === name)?.['rules'];
        const binding = project('ClusterRoleBinding', {
          metadata: { name: 'x' },
          roleRef: { kind: 'ClusterRole', name },
        });
        return sameRules(kept ?? [], referredRules(binding, expected)?.rules);
      });
    });
    // Each kind has a watch of its own in the authorizer: what is made last of a kind is seen last.
    sentinels += 1;
    const user = `sentinel-${sentinels}`;
    for (const manifest of sentinelsOf(user)) await server.send('POST', pathOf(manifest), manifest);
    const get = (namespace: string): AccessRequest => ({ verb: 'get', group: user, resource: 'sentinels', namespace });
    await waitUntil('the authorizer has seen everything', async () => {
      const answers = await Promise.all(['', 'red'].map((namespace) => asked({ user, groups: [] }, get(namespace))));
      const viaRole = await asked({ user: `${user}-local`, groups: [] }, get('red'));
      return [...answers, viaRole].every(({ theirs }) => theirs);
    });
  }

  it('is what the API server answers, in a cluster and in the manifests that made it', async () => {
    const disagreements: string[] = [];
    const allowed = { resource: 0, url: 0 };
    let compared = 0;
    for (const [round, manifests] of fc.sample(accessWorlds, { seed, numRuns: worlds }).entries()) {
      await become(manifests);
      await settled(manifests);
      const shown = await Promise.all(rbacKinds.map(listed));
      const live = new Inventory({ complete: true });
      rbacKinds.forEach((kind, index) => {
        for (const object of shown[index] ?? []) live.put({ kind, object: project(kind, object) });
      });
      const worldsToAsk = {
        cluster: new TrackedWorld(live),
        // Bindings that Kubernetes makes are no manifests; the roles that it makes are known without their objects.
        manifests: worldOfManifests(manifests, shown.slice(2).flat()),
      };
      const questions = fc.sample(accessQuestions(manifests), { seed: seed + round, numRuns: questionsPerWorld });
      for (let from = 0; from < questions.length; from += 250) {
        await Promise.all(
          questions.slice(from, from + 250).map(async ({ identity, request }) => {
            const { theirs, reason } = await asked(identity, request);
            if (theirs) allowed['url' in request ? 'url' : 'resource'] += 1;
            for (const [where, world] of Object.entries(worldsToAsk)) {
              compared += 1;
              if (mayDo(identity, request, world) !== theirs)
                disagreements.push(describeCase({ where, identity, request, theirs, reason, world, manifests }));
            }
          }),
        );
      }
    }
    console.log(
      `rbac: ${compared} answers compared, of ${compared / 2} questions ${allowed.resource + allowed.url} allowed`,
    );
    expect(disagreements.slice(0, 3).join('\n\n')).toBe('');
    expect(disagreements).toHaveLength(0);
    // A sample in which nearly everything is refused, or allowed, would have proved nothing.
    const share = (allowed.resource + allowed.url) / (worlds * questionsPerWorld);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.9);
    expect(allowed.url).toBeGreaterThan(20);
  });

  it('holds for the tokens of service accounts, whose groups the API server adds itself', async () => {
    const generated = fc.sample(accessWorlds, { seed: seed + 1000, numRuns: 1 })[0] ?? [];
    const manifests = [...generated, ...accessNamespaces.flatMap((namespace) => rightsOfGroups(namespace))];
    await become(manifests);
    await settled(manifests);
    const shown = await Promise.all(rbacKinds.map(listed));
    const live = new Inventory({ complete: true });
    rbacKinds.forEach((kind, index) => {
      for (const object of shown[index] ?? []) live.put({ kind, object: project(kind, object) });
    });
    const world = new TrackedWorld(live);
    const questions = fc
      .sample(accessQuestions(manifests), { seed: seed + 1000, numRuns: 300 })
      .map(({ request }) => request);
    const disagreements: string[] = [];
    for (const namespace of accessNamespaces) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`;
      const { status } = (await server.send('POST', path, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600 },
      })) as { status: { token: string } };
      const identity = serviceAccountIdentity(namespace, 'default');
      const ofGroups = groupsOf(namespace).map((group) => rightOf(group));
      for (const request of ofGroups) expect(mayDo(identity, request, world)).toBe(true);
      await Promise.all(
        [...questions, ...ofGroups].map(async (request) => {
          const theirs = await askedAsSelf(status.token, request);
          if (mayDo(identity, request, world) !== theirs)
            disagreements.push(
              describeCase({ where: 'token', identity, request, theirs, reason: '', world, manifests }),
            );
        }),
      );
    }
    expect(disagreements.slice(0, 3).join('\n\n')).toBe('');
  });

  async function askedAsSelf(token: string, request: AccessRequest): Promise<boolean> {
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: attributesOf(request),
    };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { status } = (await server.send('POST', path, body, token)) as { status: { allowed: boolean } };
    return status.allowed;
  }

  it('knows the roles that Kubernetes makes by their rules', async () => {
    const shipped = (await listed('ClusterRole')).filter(isShipped);
    expect(shipped.length).toBeGreaterThan(60);
    const wrong = shipped.filter(({ metadata, rules }) => {
      const name = String(metadata['name']);
      return !isBuiltInRole(name) || !sameRules(rules, builtInRules(name));
    });
    expect(wrong).toEqual([]);
    const local = (await listed('Role')).filter(isShipped).map(({ metadata }) => metadata);
    expect(local.length).toBeGreaterThan(5);
    const unknown = local.filter(({ namespace, name }) => !isBuiltInNamespacedRole(String(namespace), String(name)));
    expect(unknown).toEqual([]);
  });

  it('knows the subjects that Kubernetes binds, and no other', async () => {
    const bindings = [...(await listed('ClusterRoleBinding')), ...(await listed('RoleBinding'))].filter(isShipped);
    expect(bindings.length).toBeGreaterThan(50);
    const wrong = bindings.flatMap((shown) => {
      const kind = shown.metadata['namespace'] === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
      const binding = project(kind, shown);
      const bound = subjectsOf(binding).map((subject) => subjectKey(subject ?? {}, binding));
      const strangers = ['ServiceAccount/red/default'].filter((key) => isBuiltInSubject(binding, key));
      return [...bound.filter((key) => !isBuiltInSubject(binding, key)), ...strangers];
    });
    expect(wrong).toEqual([]);
  });
});

/** Groups that nobody writes down for a service account of a namespace. */
function groupsOf(namespace: string): readonly string[] {
  return ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** A right that is given to one group alone. */
function rightOf(group: string): AccessRequest {
  return { verb: 'get', group: 'groups.example', resource: group.replaceAll(':', '-'), namespace: '' };
}

function rightsOfGroups(namespace: string): readonly Manifest[] {
  return groupsOf(namespace).flatMap((group) => {
    const request = rightOf(group);
    if (!('resource' in request)) return [];
    const labels = Object.fromEntries([generatedSelector.split('=') as [string, string]]);
    const metadata = { name: `${namespace}-${request.resource}`, labels };
    const rules = [{ verbs: [request.verb], apiGroups: [request.group], resources: [request.resource] }];
    const ref = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name };
    const subjects = [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: group }];
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata };
    return [
      { ...rbac, kind: 'ClusterRole', rules },
      { ...rbac, kind: 'ClusterRoleBinding', roleRef: ref, subjects },
    ];
  });
}

function isShipped({ metadata }: Listed): boolean {
  const labels = metadata['labels'] as Readonly<Record<string, string>> | undefined;
  return labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults';
}

function attributesOf(request: AccessRequest): object {
  if ('url' in request) return { nonResourceAttributes: { verb: request.verb, path: request.url } };
  return { resourceAttributes: request };
}

function pathOf({ kind, metadata }: Manifest): string {
  const { namespace } = metadata as { readonly namespace?: string };
  const { resource } = kinds[kind as KindName];
  return namespace === undefined ? `${api}/${resource}` : `${api}/namespaces/${namespace}/${resource}`;
}

/** A world of files: generated manifests, with bindings that Kubernetes makes as somebody could have written them. */
function worldOfManifests(manifests: readonly Manifest[], shown: readonly Listed[]): TrackedWorld {
  const inventory = new Inventory({ complete: true });
  for (const manifest of manifests) {
    const kind = manifest.kind as KindName;
    inventory.put({ kind, object: project(kind, manifest) });
  }
  for (const { metadata, ...rest } of shown.filter(isShipped)) {
    const { uid: _uid, ...meta } = metadata;
    const kind = meta['namespace'] === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
    inventory.put({ kind, object: project(kind, { ...rest, metadata: meta }) });
  }
  return new TrackedWorld(inventory);
}

/** Objects that allow `user` something, each by the last-made object of one kind. */
function sentinelsOf(user: string): readonly Manifest[] {
  const meta = { labels: Object.fromEntries([generatedSelector.split('=') as [string, string]]) };
  const rules = [{ verbs: ['get'], apiGroups: [user], resources: ['sentinels'] }];
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const subjects = (name: string) => [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }];
  const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: user });
  const local = { ...meta, name: user, namespace: 'red' };
  return [
    { ...rbac, kind: 'ClusterRole', metadata: { ...meta, name: user }, rules },
    {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { ...meta, name: user },
      roleRef: roleRef('ClusterRole'),
      subjects: subjects(user),
    },
    { ...rbac, kind: 'Role', metadata: local, rules },
    { ...rbac, kind: 'RoleBinding', metadata: local, roleRef: roleRef('Role'), subjects: subjects(`${user}-local`) },
  ];
}

/** Whether two lists hold the same rules, in whatever order. */
function sameRules(some: unknown, others: readonly unknown[] | undefined): boolean {
  const texts = (rules: readonly unknown[]) => [...new Set(rules.map(ruleText))].sort().join('\n');
  return texts(Array.isArray(some) ? some : []) === texts(others ?? []);
}

function ruleText(rule: unknown): string {
  const entries = Object.entries(rule as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}

/** The question, both answers, and only those objects from which one of the answers comes. */
function describeCase(found: {
  readonly where: string;
  readonly identity: Identity;
  readonly request: AccessRequest;
  readonly theirs: boolean;
  readonly reason: string;
  readonly world: TrackedWorld;
  readonly manifests: readonly Manifest[];
}): string {
  const { where, identity, request, theirs, reason, world, manifests } = found;
  const grant = allowing(grantsOf(identity, world), request);
  const named = /"([^"/]+)(?:\/[^"]+)?" of (?:Cluster)?Role "([^"]+)"/.exec(reason);
  const names = new Set([grant?.binding.metadata.name, grant?.role.name, named?.[1], named?.[2]]);
  const involved = manifests.filter(({ metadata }) => names.has((metadata as { name: string }).name));
  return [
    `${where}: ${JSON.stringify(identity)} asks ${JSON.stringify(request)}`,
    `  the API server ${theirs ? `allows it: ${reason}` : 'refuses it'}; we ${grant ? 'allow' : 'refuse'} it`,
    ...involved.map((manifest) => `  ${JSON.stringify(manifest)}`),
  ].join('\n');
}
