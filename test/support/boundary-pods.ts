import fc from 'fast-check';
import { patched, type Patch } from '../../exporter/checks/patch.ts';
import type { Container, PodTemplate } from '../../exporter/model/pod.ts';
import { lawful } from './lawful-pod.ts';
import { anywhereTurns, annotationTurns, containerTurns, podTurns } from './boundary-turns.ts';

/** Where in a pod a turn is made; a container that is not there yet is added for it. */
export type Place = 'pod' | 'app' | 'second' | 'init' | 'sidecar';

/** One small change of a pod near the boundary of a control. */
export interface Turn {
  readonly place: Place;
  readonly change: Patch<PodTemplate> | Patch<Container>;
}

/** A pod as a few turns of a base: what shrinks to the turns that matter. */
export interface BoundaryPod {
  readonly base: keyof typeof bases;
  readonly turns: readonly Turn[];
}

const image = 'registry.example/app:1';
const restrictedContainer: Container = {
  image,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/** What turns start from: what meets restricted, what says nothing, and what Pod Security treats in its own way. */
const bases = {
  restricted: {
    container: restrictedContainer,
    spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  },
  perContainer: {
    container: {
      image,
      securityContext: {
        ...restrictedContainer.securityContext,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    spec: {},
  },
  bare: { container: { image }, spec: {} },
  userNamespace: {
    container: restrictedContainer,
    spec: { hostUsers: false, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
  },
  node: { container: { image }, spec: { hostNetwork: true } },
  windows: { container: { image }, spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } } },
  linux: {
    container: restrictedContainer,
    spec: {
      os: { name: 'linux' },
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost', localhostProfile: 'app.json' } },
    },
  },
} as const satisfies Readonly<Record<string, { readonly container: Container; readonly spec: PodTemplate['spec'] }>>;

const containerPlaces = ['app', 'second', 'init', 'sidecar'] as const;

const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ place: fc.constantFrom(...containerPlaces), change: containerTurns }) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        place: fc.constantFrom<Place>('pod', ...containerPlaces),
        change: anywhereTurns.map((securityContext) => ({ securityContext })),
      })
      .map(({ place, change }) => ({ place, change: place === 'pod' ? { spec: change } : change })),
  },
  { weight: 4, arbitrary: fc.record({ place: fc.constant('pod' as const), change: podTurns }) },
  { weight: 1, arbitrary: fc.record({ place: fc.constant('pod' as const), change: annotationTurns }) },
);

/** Pods near the boundaries of every control, most of them within a turn or two of meeting a standard. */
export const boundaryPods: fc.Arbitrary<BoundaryPod> = fc.record({
  base: fc.constantFrom<BoundaryPod['base']>(
    'restricted',
    'restricted',
    'restricted',
    'perContainer',
    'userNamespace',
    'userNamespace',
    'windows',
    'linux',
    'bare',
    'node',
  ),
  turns: fc.array(turn, { maxLength: 5 }),
});

/** The template that the turns make of the base, with what the API would refuse to combine taken out. */
export function templateOf({ base, turns }: BoundaryPod): PodTemplate {
  const { container, spec } = bases[base];
  let template: PodTemplate = { spec };
  const containers = new Map<Place, Container>([['app', container]]);
  for (const { place, change } of turns) {
    if (place === 'pod') template = patched<PodTemplate>(template, change as Patch<PodTemplate>);
    else containers.set(place, patched<Container>(containers.get(place) ?? container, change as Patch<Container>));
  }
  const at = (place: Place): readonly Container[] => {
    const found = containers.get(place);
    return found === undefined ? [] : [{ ...found, name: place }];
  };
  const initContainers = [...at('init'), ...at('sidecar').map((sidecar) => ({ ...sidecar, restartPolicy: 'Always' }))];
  return lawful({
    ...template,
    spec: {
      ...template.spec,
      containers: [...at('app'), ...at('second')],
      ...(initContainers.length > 0 && { initContainers }),
    },
  });
}

/** Containers near the boundaries, as ephemeral ones may be: without ports, probes and hooks. */
export const boundaryContainers: fc.Arbitrary<Container> = fc
  .record({
    base: fc.constantFrom<BoundaryPod['base']>('restricted', 'perContainer', 'bare'),
    turns: fc.array(
      turn.filter(({ place }) => place === 'app'),
      { maxLength: 3 },
    ),
  })
  .map((pod) => {
    const { securityContext } = templateOf(pod).spec?.containers?.[0] ?? {};
    // Processes of a Windows node come all or none, so one cannot be added to a pod without.
    const { windowsOptions: _, ...others } = securityContext ?? {};
    return { image, ...(securityContext && { securityContext: others }) };
  });
