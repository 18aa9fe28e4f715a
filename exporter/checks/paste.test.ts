import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kindNamed } from '../model/kinds.ts';
import { isRecord } from '../model/record.ts';
import { mergedPatches } from '../report/fix.ts';
import { judge } from '../testing/judge.ts';
import type { Check, Example } from './define.ts';
import { checks } from './index.ts';
import { examplePatch } from './pages/example-patch.ts';
import { yaml } from './paste.ts';
import type { Manifest } from './patch.ts';
import { soundPod } from './subjects/pod.ts';

type Document = Readonly<Record<string, unknown>>;
type World = readonly [Manifest, ...Manifest[]];

const all: readonly Check[] = checks;
const pasteable = all.flatMap((check) => (check.paste === undefined ? [] : [{ ...check, paste: check.paste }]));

/** Checks that are on by default and have nothing to paste. */
const nothingToPaste: Readonly<Record<string, string>> = {
  'k8s-known-cve': 'an upgrade mends it',
  'k8s-version-unsupported': 'an upgrade mends it',
  'node-version-skew': 'an upgrade mends it',
  'node-public-ip': 'every provider and provisioner of nodes has a setting of its own',
  'pod-ephemeral-container': 'the Pod is deleted, and its successor comes without',
  'pod-ssh-port': 'the server is inside the image',
};

/** Snippets of which no example can show that they help: what they change is not what the check reads. */
const beyondExamples: Readonly<Record<string, string>> = {
  'admission-plugins-observed': 'reads metrics of the API server',
  'api-anonymous-access': 'reads answers of the API server, not its file',
  'authorizer-observed': 'reads metrics of the API server',
  'bootstrap-token-present': 'later tokens are made so; this one is deleted',
  'cp-api-token-auth-file': 'shows what takes the place of the flag that goes',
  'ingress-host-conflict': 'policy for Ingresses to come',
  'ingress-nginx-eol': 'shows what takes the place of the controller that goes',
  'ingress-nginx-injection': 'settings of the controller, for Ingresses to come',
  'ingress-tls-secret-missing': 'cert-manager makes the Secret',
  'kube-proxy-metrics-bind': 'a file inside of a ConfigMap',
  'legacy-token-use': 'reads metrics of the API server',
  'netpol-cni-unsupported': 'an operator makes the plugin',
  'ns-default-used': 'a tool writes the manifests',
  'ns-kube-system-user-workload': 'a tool writes the manifests',
  'pod-naked': 'a Deployment makes the Pod; this one is deleted',
  'pv-hostpath': 'a claim in place of the volume',
  'sa-long-lived-token': 'shows what takes the place of the Secret that goes',
  'sa-nonexistent': 'the account that is missing has a name of its own in each example',
  'tls-certificate-expiry': 'cert-manager renews the Secret',
  'workload-internet-exposed': 'the workload stays reachable, and is hardened',
};

function documentsOf(text: string): readonly Document[] {
  return parseAllDocuments(text).map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    const value: unknown = document.toJS();
    if (!isRecord(value)) throw new Error(`no object stands in ${text}`);
    return value;
  });
}

/** A part of a workload, to be merged into it. */
const isFragment = (document: Document): boolean =>
  Object.keys(document).every((key) => ['metadata', 'spec'].includes(key));
const isManifest = (document: Document): document is Manifest =>
  typeof document['apiVersion'] === 'string' && typeof document['kind'] === 'string';
const kindOf = ({ apiVersion, kind }: Manifest) => kindNamed(apiVersion, kind);

function isJudged(check: Check, manifest: Manifest): boolean {
  const kind = kindOf(manifest);
  return kind !== undefined && check.kinds.includes(kind);
}

/** Role and ClusterRole are written in place of each other, and so are their bindings. */
const familyOf = (manifest: Manifest): string => manifest.kind.replace(/^Cluster/, '');

/** A world in which a snippet was pasted: fragments into the first object, objects in place of those of their kind. */
function mended(check: Check, { manifests: [first, ...others] }: Example, documents: readonly Document[]): World {
  let object = patchable(check, first);
  const added: Manifest[] = [];
  for (const document of documents) {
    if (isFragment(document)) object = merged(object, document);
    else if (document['kind'] === 'KubeletConfiguration') object = merged(object, { spec: document });
    else if (document['kind'] === 'ClusterConfiguration') object = withArguments(object, document);
    else if (isManifest(document) && kindOf(document) !== undefined) {
      if (familyOf(document) === familyOf(first)) object = document;
      else added.push(document);
    }
  }
  const replaced = new Set(added.map(familyOf));
  return [object, ...others.filter((other) => !replaced.has(familyOf(other))), ...added];
}

/** As the API server merges, what is to be deleted included. */
function merged(object: Manifest, patch: Document): Manifest {
  return pruned(mergedPatches([object, patch])) as Manifest;
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !(isRecord(each) && each['$patch'] === 'delete')).map(pruned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pruned(inner)]));
}

/** A running Pod cannot be changed, so it stands in a Deployment; static pods are files. */
function patchable(check: Check, manifest: Manifest): Manifest {
  const { metadata, spec } = manifest;
  if (manifest.kind !== 'Pod' || !check.kinds.includes('Deployment') || !isRecord(metadata)) return manifest;
  const { name, namespace, ...inner } = metadata;
  const template = { metadata: inner, spec };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { template } };
}

/** The pod of a component with the arguments of a ClusterConfiguration in place of those of the same name. */
function withArguments(pod: Manifest, configuration: Document): Manifest {
  const { spec } = pod;
  if (!isRecord(spec) || !Array.isArray(spec['containers'])) return pod;
  const [container]: readonly { readonly command: readonly string[] }[] = spec['containers'];
  const set = argumentsIn(configuration);
  const kept = (container?.command ?? []).filter((word) => !set.some(({ name }) => word.startsWith(`--${name}=`)));
  const command = [...kept, ...set.map(({ name, value }) => `--${name}=${value}`)];
  return { ...pod, spec: { ...spec, containers: [{ ...container, command }] } };
}

function argumentsIn(value: unknown): readonly { readonly name: string; readonly value: string }[] {
  if (!isRecord(value)) return [];
  if (Array.isArray(value['extraArgs'])) return value['extraArgs'];
  return Object.values(value).flatMap(argumentsIn);
}
const failing = (check: Check): readonly Example[] => check.examples.filter(({ result }) => result === 'fail');

const isMended = (check: Check, example: Example, documents: readonly Document[]): boolean => {
  const world = mended(check, example, documents);
  if (!isJudged(check, world[0])) return true;
  const configured = example.settings === undefined ? check : check.configured(example.settings);
  return judge(configured, world, example.version).result !== 'fail';
};

describe.each(pasteable)('the snippet of $id', (check) => {
  const documents = documentsOf(check.paste);

  it('holds manifests and parts of workloads', () => {
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.filter((document) => !isManifest(document) && !isFragment(document))).toEqual([]);
  });

  it('passes the check where the check judges it', () => {
    const catalogued = documents.filter(isManifest).filter((document) => kindOf(document) !== undefined);
    for (const document of catalogued.filter((each) => isJudged(check, each))) {
      const others = catalogued.filter((other) => other !== document);
      expect(['pass', 'not_applicable']).toContain(
        judge(check, [document, soundPod({}), ...others, ...holders(document)]).result,
      );
    }
  });
});

describe.each(pasteable.filter(({ id }) => !(id in beyondExamples)))('the snippet of $id', (check) => {
  it('mends an example that fails', () => {
    expect(
      failing(check)
        .filter((example) => isMended(check, example, documentsOf(check.paste)))
        .map(({ when }) => when),
    ).not.toEqual([]);
  });
});

/** A role does no harm while nobody holds it. */
function holders(role: Manifest): readonly Manifest[] {
  const { kind, metadata } = role;
  if (familyOf(role) !== 'Role' || !isRecord(metadata)) return [];
  const api = { apiGroup: 'rbac.authorization.k8s.io' };
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: `${kind}Binding`,
      metadata: { name: 'held', namespace: metadata['namespace'] },
      roleRef: { ...api, kind, name: metadata['name'] },
      subjects: [{ ...api, kind: 'Group', name: 'developers' }],
    },
  ];
}

describe('the library', () => {
  it('has something to paste for every check that is on by default, but for those with a reason', () => {
    const without = all.filter(
      (check) => !check.optional && check.paste === undefined && examplePatch(check) === undefined,
    );
    expect(without.map(({ id }) => id)).toEqual(Object.keys(nothingToPaste).toSorted());
  });

  it('makes no exception for a snippet of which examples show that it helps', () => {
    const helpful = pasteable.filter(
      (check) =>
        check.id in beyondExamples &&
        failing(check).some((example) => isMended(check, example, documentsOf(check.paste))),
    );
    expect(helpful.map(({ id }) => id)).toEqual([]);
    expect(Object.keys(beyondExamples).filter((id) => !pasteable.some((check) => check.id === id))).toEqual([]);
  });
});

describe('a block of YAML', () => {
  it('loses the indentation that its lines share, and keeps what is inside', () => {
    const text = yaml`
      spec:
        # A comment.

        replicas: 2
    `;
    expect(text).toBe('spec:\n  # A comment.\n\n  replicas: 2\n');
  });
});
