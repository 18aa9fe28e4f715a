import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Judged } from '../../exporter/checks/judged.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { podHostPorts } from '../../exporter/checks/pod-security/pod-host-ports.ts';
import { podsOf, type Forbidden } from '../../exporter/checks/pod-security/conformance/case.ts';
import { controls } from '../../exporter/checks/pod-security/conformance/controls.ts';
import { baselineControls, podPssBaseline } from '../../exporter/checks/pod-security/pod-pss-baseline.ts';
import { podPssRestricted, restrictedControls } from '../../exporter/checks/pod-security/pod-pss-restricted.ts';
import { failedControls } from '../../exporter/checks/subjects/standard.ts';
import { TrackedWorld } from '../../exporter/evaluate/tracked-world.ts';
import type { PodTemplate } from '../../exporter/model/pod.ts';
import { newestKubernetes } from '../../exporter/model/version.ts';
import { applyDefaults } from '../../exporter/normalize/defaults.ts';
import { observed, worldOf } from '../../exporter/testing/world.ts';
import { dryRuns, type Answer, type DryRuns } from '../support/admission.ts';
import { boundaryContainers, boundaryPods, templateOf } from '../support/boundary-pods.ts';
import { controlsNamed, editionOf, type Policy } from '../support/pod-security-message.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('Pod Security against the real admission', ['etcd', 'kube-apiserver', 'kubectl']);
/** Another seed is another sample; a disagreement of any seed is a bug. */
const seed = 20_260_801;

/** Releases on both sides of every change of a control, and the newest however it is named. */
const editions = [undefined, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 19, 18, 8, 7, 0];
const policies = editions.flatMap((minor): Policy[] => [
  { level: 'baseline', minor },
  { level: 'restricted', minor },
]);
const anyPolicy = fc.oneof(fc.constantFrom(...policies.slice(0, 2)), fc.constantFrom(...policies));

const everyControl = [...baselineControls, ...restrictedControls].map(({ check: { id } }) => id);
/** The controls over what ephemeral containers may say: they have no ports, probes and volumes of their own. */
const ofEphemeralContainers = [
  'pod-allow-privilege-escalation',
  'pod-apparmor-unconfined',
  'pod-capabilities-added',
  'pod-capabilities-drop-all',
  'pod-privileged',
  'pod-run-as-non-root',
  'pod-run-as-root-uid',
  'pod-seccomp-missing',
  'pod-seccomp-unconfined',
  'pod-selinux-options',
];

/** How many objects violate each control (by its check), meet each level, are invalid, and were asked about. */
type Sample = ReadonlyMap<string, number>;

/** What both sides say of one object. */
interface Opinions {
  readonly asked: Manifest;
  readonly policy: Policy;
  /** What the API server said under the policy. */
  readonly judged: Answer;
  /** What it said where nothing is enforced: the object as it would be kept, unless it is invalid. */
  readonly kept: Answer;
}

describe.skipIf(skipped)('Pod Security', () => {
  let cluster: RealCluster;
  let server: DryRuns;

  beforeAll(async () => {
    cluster = await startRealCluster();
    server = dryRuns(cluster);
    await cluster.createNamespace('open');
    await Promise.all(
      policies.map((policy) =>
        cluster.createNamespace(namespaceOf(policy), {
          'pod-security.kubernetes.io/enforce': policy.level,
          'pod-security.kubernetes.io/enforce-version': editionOf(policy),
          'pod-security.kubernetes.io/warn': policy.level,
          'pod-security.kubernetes.io/warn-version': editionOf(policy),
        }),
      ),
    );
  });
  afterAll(async () => {
    server?.close();
    await cluster?.stop();
  });

  it('admits the pods that our checks let pass, and names the controls that fail in the others', async () => {
    const cases = fc.record({ pod: boundaryPods, policy: anyPolicy });
    const sample = await agreed(cases, 300, async ({ pod, policy }) => {
      const asked = podOf(templateOf(pod), 'app');
      const create = (namespace: string) => server.create(`/api/v1/namespaces/${namespace}/pods`, asked);
      const [kept, judged] = await Promise.all([create('open'), create(namespaceOf(policy))]);
      return { asked, policy, judged, kept };
    });
    // A control that no pod of the sample violates, or a standard that none meets, would have proved nothing.
    expect(rare(sample, ['baseline', 'restricted'], 500)).toEqual([]);
    expect(rare(sample, everyControl, 20)).toEqual([]);
  });

  it('enforces what our conformance suite says that the standards are', async () => {
    const editionsOf = (forbidden: Forbidden) =>
      editions.filter((minor) => minor === undefined || minor === 0 || forbidden(minor) !== forbidden(minor - 1));
    const cases = controls.flatMap((control) =>
      control.cases.flatMap((one) =>
        Object.values(podsOf(one)).flatMap((manifest) =>
          (['baseline', 'restricted'] as const).flatMap((level) =>
            editionsOf(one[level]).map((minor) => ({
              manifest,
              policy: { level, minor },
              forbidden: one[level](minor ?? newestKubernetes.minor),
            })),
          ),
        ),
      ),
    );
    const answers = await Promise.all(
      cases.map(async ({ manifest, policy, forbidden }) => {
        const { status, body } = await server.create(`/api/v1/namespaces/${namespaceOf(policy)}/pods`, manifest);
        // What is not valid even where it is allowed says nothing of Pod Security.
        if (status === 422) return undefined;
        const says = status === 201 ? '' : String(body['message']);
        return { manifest, policy, forbidden, refused: says.includes('violates PodSecurity'), says };
      }),
    );
    const valid = answers.filter((answer) => answer !== undefined);
    expect(valid.filter(({ forbidden, refused }) => forbidden !== refused)).toEqual([]);
    expect(valid.length).toBeGreaterThan(0.6 * answers.length);
  });

  it('warns of the templates that our checks find fault with, and names the controls that fail in them', async () => {
    const cases = fc.record({ pod: boundaryPods, policy: anyPolicy });
    const sample = await agreed(cases, 100, async ({ pod, policy }) => {
      const asked = deploymentOf(templateOf(pod));
      const answer = await server.create(`/apis/apps/v1/namespaces/${namespaceOf(policy)}/deployments`, asked);
      return { asked, policy, judged: answer, kept: answer };
    });
    expect(rare(sample, ['baseline', 'restricted'], 100)).toEqual([]);
    expect(rare(sample, everyControl, 5)).toEqual([]);
  });

  it('admits the ephemeral containers that our checks let pass, and names the controls that fail in the others', async () => {
    const hosts = [
      podOf(templateOf({ base: 'restricted', turns: [] }), 'inheriting'),
      podOf(templateOf({ base: 'perContainer', turns: [] }), 'alone'),
    ];
    const pathOf = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/pods${name}`;
    await Promise.all(
      ['open', ...policies.map(namespaceOf)].flatMap((namespace) =>
        hosts.map(async (host) => {
          const { status, body } = await cluster.request(pathOf(namespace, ''), {
            method: 'POST',
            body: JSON.stringify(host),
          });
          expect([status, body]).toEqual([201, body]);
        }),
      ),
    );
    const cases = fc.record({ host: fc.constantFrom(...hosts), debug: boundaryContainers, policy: anyPolicy });
    const sample = await agreed(cases, 120, async ({ host, debug, policy }) => {
      const ephemeralContainers = [{ ...debug, name: 'debug' }];
      const asked = { ...host, spec: { ...host.spec, ephemeralContainers } };
      const add = (namespace: string) =>
        server.patch(pathOf(namespace, `/${host.metadata.name}/ephemeralcontainers`), {
          spec: { ephemeralContainers },
        });
      const [kept, judged] = await Promise.all([add('open'), add(namespaceOf(policy))]);
      return { asked, policy, judged, kept };
    });
    expect(rare(sample, ['baseline', 'restricted'], 100)).toEqual([]);
    expect(rare(sample, ofEphemeralContainers, 5)).toEqual([]);
  });
});

/**
 * Asks both sides about groups of cases, each group at once, and expects them to agree; where they do not, the group is
 * shrunk to the smallest case in which they still differ.
 */
async function agreed<T>(cases: fc.Arbitrary<T>, groups: number, ask: (one: T) => Promise<Opinions>): Promise<Sample> {
  const sample = new Map<string, number>();
  const count = (what: string) => sample.set(what, (sample.get(what) ?? 0) + 1);
  const group = fc.array(cases, { minLength: 1, maxLength: 40, size: 'max' });
  const agree = fc.asyncProperty(group, async (ones) => {
    for (const { asked, policy, judged, kept } of await Promise.all(ones.map(ask))) {
      count('asked');
      if (isInvalid(kept)) {
        count('invalid');
        continue;
      }
      const theirs = theirControls(judged, policy, asked);
      for (const what of theirs.length === 0 ? [policy.level] : theirs) count(what);
      const ours = {
        'as written': ourControls(asked, policy),
        'with our defaults': ourControls(defaulted(asked), policy),
        'as it would be kept': ourControls(kept.body as Manifest, policy),
      };
      for (const [form, controls] of Object.entries(ours)) {
        expect(controls, `${form}, under ${policy.level}:${editionOf(policy)}: ${JSON.stringify(asked)}`).toEqual(
          theirs,
        );
      }
    }
  });
  await fc.assert(agree, { numRuns: groups, seed });
  expect(share(sample, 'invalid')).toBeLessThan(0.02);
  return sample;
}

/** The share of a sample that something was seen in. */
function share(sample: Sample, what: string): number {
  return (sample.get(what) ?? 0) / (sample.get('asked') ?? 0);
}

/** Those that were seen less often than that. */
function rare(sample: Sample, what: readonly string[], atLeast: number): readonly string[] {
  return what.filter((each) => (sample.get(each) ?? 0) < atLeast);
}

function namespaceOf(policy: Policy): string {
  return `${policy.level}-${editionOf(policy).replace('.', '-')}`;
}

function podOf({ metadata, spec }: PodTemplate, name: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec };
}

function deploymentOf({ metadata, spec }: PodTemplate) {
  const labels = { app: 'app' };
  const template = { metadata: { ...metadata, labels }, spec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app' },
    spec: { selector: { matchLabels: labels }, template },
  };
}

function isInvalid({ status, body }: Answer): boolean {
  if (status === 200 || status === 201) return false;
  if (status !== 422) throw new Error(`the API server answered ${status}: ${JSON.stringify(body)}`);
  return true;
}

/** The checks of the controls that the API server names; none when it lets the object pass. */
function theirControls({ status, body, warnings }: Answer, policy: Policy, asked: Manifest): readonly string[] {
  const isRefused = status !== 200 && status !== 201;
  const said = isRefused ? [String(body['message'])] : warnings;
  const named = said.map((text) => controlsNamed(text, policy)).find((controls) => controls !== undefined) ?? [];
  if (isRefused && named.length === 0) throw new Error(`refused by something else: ${JSON.stringify(body)}`);
  return named.filter((id) => id !== podHostPorts.id || !sharesNetwork(asked));
}

/**
 * Whether the pod has the network of its node. Then every port is a port of the node, and the API server even says so
 * in `hostPort`: Pod Security names both controls, we report the one that is the cause.
 */
function sharesNetwork(manifest: Manifest): boolean {
  const { kind, object } = observed(manifest);
  return new Judged(kind, object).pod.spec.hostNetwork === true;
}

/** The checks of the controls that an object fails by our judgement, and by the standard as a whole. */
function ourControls(manifest: Manifest, { level, minor = newestKubernetes.minor }: Policy): readonly string[] {
  const { kind, object } = observed(manifest);
  const world = new TrackedWorld(worldOf([], `1.${minor}`));
  const [standard, ofStandard] =
    level === 'baseline' ? [podPssBaseline, baselineControls] : [podPssRestricted, restrictedControls];
  const judged = new Judged(kind, object);
  const failed = (failedControls(judged, ofStandard, world) ?? []).map(({ id }) => id).sort();
  const outcome = judged.outcome(standard, world);
  expect(outcome.length > 0, `${standard.id} of ${JSON.stringify(manifest)}`).toBe(failed.length > 0);
  return failed;
}

function defaulted(manifest: Manifest): Manifest {
  const copy = structuredClone(manifest);
  applyDefaults(observed(manifest).kind, copy);
  return copy;
}
