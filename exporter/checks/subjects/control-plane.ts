import {
  controlPlaneName,
  type ApiServerFacts,
  type ControlPlaneFields,
  type ControlPlaneObject,
} from '../../model/control-plane.ts';
import { isRecord } from '../../model/record.ts';
import { Unseen, type Derivation, type World } from '../../model/world.ts';
import type { Subject } from '../define.ts';
import { patched, type Manifest, type Patch } from '../patch.ts';
import { componentsOf, type Component, type ComponentView } from './component.ts';
import { flagsAsPrinted, type Flags } from './flags.ts';
import { podView } from './pod-view.ts';
import { soundFlags } from './sound-flags.ts';
import { whole } from './whole.ts';

/** An example of a component: how its pod starts it, or instead what is seen of the control plane from outside. */
export interface ComponentExample {
  /** Flags of the command line of its pod. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The command line as it is, instead of flags. */
  readonly command?: readonly string[];
  /** The image of its pod; left out, nothing tells the release. */
  readonly image?: string;
  readonly seen?: Patch<ControlPlaneFields>;
}

/** What a control plane looks like from outside where nothing is wrong with it. */
const soundControlPlane = {
  apiVersion: 'observed.plumbline/v1',
  kind: 'ControlPlane',
  metadata: { name: controlPlaneName },
  spec: { version: 'v1.37.2', platform: 'linux/amd64', provider: 'kubeadm', managed: false },
} as const satisfies Manifest & ControlPlaneFields;

/** The control plane of a cluster as it is seen from outside. */
export const controlPlane = whole<ControlPlaneFields>('control plane', ['ControlPlane'], {
  ...soundControlPlane,
  facts: {
    deprecatedApis: [],
    audited: true,
    legacyTokens: false,
    staleTokens: false,
    admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
    authorizers: ['Node', 'RBAC'],
    encryptedBy: ['k8s:enc:kms:v2:'],
  },
});

/** A component whose pod was seen, or the control plane that it may belong to. */
export type Candidate = ComponentView | ControlPlaneObject;

/** One component of the control plane: every static pod that runs it, or the control plane where none can be seen. */
export function componentSubject(
  component: Component,
  sound: Patch<ComponentExample> = {},
): Subject<Candidate, ComponentExample> {
  const usual = patched<ComponentExample>({ flags: soundFlags[component] }, sound);
  return {
    name: component,
    kinds: ['Pod', 'ControlPlane'],
    of: ({ kind, object, components }) =>
      kind === 'ControlPlane'
        ? [object]
        : components.length === 0
          ? components
          : components.filter((view) => view.component === component),
    manifest: (patch) => manifestOf(component, patched(usual, patch)),
    locate: (candidate) => ({ path: isView(candidate) ? candidate.path : 'flags', value: candidate }),
    at: () => undefined,
    // It is started from a file on its host, which no API changes.
    wrap: () => undefined,
  };
}

function manifestOf(component: Component, { flags = {}, command, image, seen }: ComponentExample): Manifest {
  if (seen !== undefined) return patched<ControlPlaneFields>(soundControlPlane, seen) as Manifest & ControlPlaneFields;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-node-1`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
      annotations: { 'kubernetes.io/config.mirror': 'd41d8cd98f00b204', 'kubernetes.io/config.source': 'file' },
    },
    spec: {
      hostNetwork: true,
      containers: [
        {
          name: component,
          ...(image !== undefined && { image }),
          command: command ?? [component, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)],
        },
      ],
    },
  };
}

function isView(candidate: Candidate): candidate is ComponentView {
  return !('apiVersion' in candidate);
}

/** The components that static pods show, each of them once, and the flags of the API servers among them. */
const shown: Derivation<readonly ComponentView[]> = {
  name: 'components-of-the-control-plane',
  from(world) {
    const found = world.list('Pod', 'kube-system').flatMap((pod) => componentsOf(podView('Pod', pod)));
    // Of a cluster, whoever writes pods elsewhere could answer for the control plane; files have nobody else to ask.
    if (found.length > 0 || seenControlPlane(world) !== undefined) return found;
    return world
      .list('Pod', 'default')
      .filter(({ metadata: { labels } }) => labels?.['tier'] === 'control-plane')
      .flatMap((pod) => componentsOf(podView('Pod', pod)));
  },
};

/** Every component of that name whose pod can be seen. */
function shownComponents(component: Component, world: World): readonly ComponentView[] {
  return world.derived(shown, '').filter((view) => view.component === component);
}

/** Whether neither a pod nor the API server shows how a component was started, or a provider answers for it. */
export function isHidden(component: Component, candidate: Candidate, world: World): candidate is ControlPlaneObject {
  if (isView(candidate)) return false;
  if (isManaged(candidate)) return true;
  return printedFlags(candidate) === undefined && shownComponents(component, world).length === 0;
}

function isManaged({ spec }: ControlPlaneFields): boolean {
  return isRecord(spec) && spec.managed === true;
}

/**
 * How a component was started, from its pod or from what it tells about itself; `not_applicable` where a pod answers for
 * it, or a provider. Throws Unseen where there is neither.
 */
export function startedAs(component: Component, candidate: Candidate, world: World): ComponentView | 'not_applicable' {
  if (isView(candidate)) return candidate;
  if (isManaged(candidate)) return 'not_applicable';
  if (shownComponents(component, world).length > 0) return 'not_applicable';
  const printed = component === 'kube-apiserver' ? printedFlags(candidate) : undefined;
  if (printed === undefined) throw new Unseen(whyHidden(component, candidate));
  return { component, flags: flagsAsPrinted(printed), path: 'flags', complete: true };
}

/** What is seen of the control plane from outside, if anything is. */
export function seenControlPlane(world: World): ControlPlaneObject | undefined {
  return world.find('ControlPlane', '', controlPlaneName);
}

/** The API server's own account of its flags, where it gave one. */
function printedFlags({ flags }: ControlPlaneFields): Readonly<Record<string, string>> | undefined {
  return isRecord(flags) ? flags : undefined;
}

function whyHidden(component: Component, { unread }: ControlPlaneObject): string {
  const hidden = `no pod of ${component} can be seen`;
  if (component !== 'kube-apiserver') return `${hidden}, and nothing else tells how it was started`;
  const why = isRecord(unread) && typeof unread.flags === 'string' ? unread.flags : '/flagz was not read';
  return `${hidden}, and ${why}`;
}

/** The flags of every API server that can be seen: of its pods, else of what it tells about itself. */
export function apiServers(world: World): readonly Flags[] {
  const pods = shownComponents('kube-apiserver', world);
  if (pods.length > 0) return pods.map(({ flags }) => flags);
  const printed = printedFlags(seenControlPlane(world) ?? {});
  return printed === undefined ? [] : [flagsAsPrinted(printed)];
}

/** What metrics gave away; throws Unseen, with the reason, where they were not read. */
export function factsIn({ facts, unread }: ControlPlaneFields): ApiServerFacts {
  if (isRecord(facts)) return facts;
  const why: unknown = isRecord(unread) ? unread.facts : undefined;
  throw new Unseen(typeof why === 'string' ? why : '/metrics of the API server was not read');
}
