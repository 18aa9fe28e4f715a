import fc from 'fast-check';
import { severities, type Severity } from '../../exporter/contract/index.ts';
import { checkIds, placeOf, thingKinds, type Setup, type Thing, type ThingKind } from './universe.ts';
import type { Answering } from './unreliable-store.ts';
import type { Reach, World } from './world.ts';

/** One step of a history; it prints as what it does, so that a counterexample reads like a story. */
export interface Step {
  readonly what: string;
  readonly run: (world: World) => Promise<void> | void;
  /** Whether the exporter comes to rest after it. */
  readonly rests: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const kind = fc.constantFrom<ThingKind>(...thingKinds, 'Deployment', 'Deployment', 'Pod');
const namespace = fc.constantFrom('shop', 'blog');
const name = (of: ThingKind) => (of === 'ServiceAccount' ? fc.constant('shared') : fc.constantFrom('a', 'b'));
const place = kind.chain((kind) => fc.record({ kind: fc.constant(kind), namespace, name: name(kind) }));
const flags = fc.record({ bad: fc.boolean(), privileged: fc.boolean() });

/** What an edit sets; everything else stays as it is. */
const edit = fc.record(
  {
    containers: fc.dictionary(fc.constantFrom('app', 'side'), flags, { minKeys: 1, maxKeys: 2 }),
    hostPid: fc.boolean(),
    wide: fc.boolean(),
    risky: fc.boolean(),
    team: fc.constantFrom('red', 'blue'),
  },
  { requiredKeys: [] },
);
/** Checks in use; severities that differ between two starts are those of two releases. */
export const setups: fc.Arbitrary<Setup> = fc.record(
  {
    'model-bad-image': fc.constantFrom<Severity>('critical', 'medium'),
    'model-wide': fc.constantFrom<Severity>(...severities),
    'model-shared-account': fc.constantFrom<Severity>('high', 'critical'),
    'pod-privileged': fc.constant<Severity>('critical'),
    'pod-host-pid': fc.constant<Severity>('high'),
  },
  { requiredKeys: [] },
);
const late = fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray([...thingKinds], { maxLength: 2 }));

/** What happens to a cluster: an object is created or edited, on its own or made by a ReplicaSet. */
const put = fc
  .record({
    place,
    edit,
    isMade: fc.boolean(),
    ages: fc.option(fc.integer({ min: 0, max: 72 * 60 })),
    midway: rarely(5),
  })
  .map(({ place: at, edit, isMade, ages, midway }) => ({
    what: `put ${placeOf(at)} ${JSON.stringify(edit)}${isMade ? ' made' : ''}${midway ? ' midway' : ''}`,
    run(world: World) {
      const act = (): void => {
        const before = world.truth.things.get(placeOf(at));
        const made = isMade && at.kind === 'Pod';
        const maker = made ? world.truth.things.get(placeOf({ ...at, kind: 'ReplicaSet' })) : undefined;
        const created = ages === null ? undefined : world.now - ages * MINUTE;
        const fresh = fresher(world, created, made ? (maker?.uid ?? 'unborn') : undefined);
        world.change(at.kind, at.namespace, at.name, {
          ...blank,
          ...(before ?? fresh),
          ...edit,
          ...at,
          resourceVersion: world.serial(),
        });
      };
      if (midway) world.midway(act);
      else act();
    },
  }));

const blank = {
  team: 'red',
  containers: { app: { bad: false, privileged: false } },
  hostPid: false,
  wide: false,
  risky: false,
} as const;

function fresher(world: World, createdAt: number | undefined, madeBy: string | undefined) {
  return { uid: `uid-${world.serial()}`, createdAt, madeBy } satisfies Partial<Thing>;
}

const remove = fc.record({ place, midway: rarely(5) }).map(({ place: at, midway }) => ({
  what: `remove ${placeOf(at)}${midway ? ' midway' : ''}`,
  run(world: World) {
    const act = (): void => world.change(at.kind, at.namespace, at.name, undefined);
    if (midway) world.midway(act);
    else act();
  },
}));

/** The same object goes and comes again later, which chance alone seldom brings about. */
const recreate = fc
  .record({
    place,
    minutes: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 23 * 60, max: 25 * 60 })),
    restarts: fc.boolean(),
  })
  .map(({ place: at, minutes, restarts }) => ({
    what: `${placeOf(at)} is gone for ${minutes} minutes${restarts ? ' and a restart' : ''}`,
    async run(world: World) {
      const thing = world.truth.things.get(placeOf(at));
      if (thing === undefined) return;
      world.change(at.kind, at.namespace, at.name, undefined);
      await world.settle();
      world.pass(minutes * MINUTE);
      if (restarts) await world.start(world.setup, []);
      const [uid, resourceVersion] = [`uid-${world.serial()}`, world.serial()];
      world.change(at.kind, at.namespace, at.name, { ...thing, uid, resourceVersion });
    },
  }));

const removeNamespace = namespace.map((namespace) => ({
  what: `remove everything in ${namespace}`,
  run(world: World) {
    for (const thing of world.truth.things.values()) {
      if (thing.namespace === namespace) world.change(thing.kind, thing.namespace, thing.name, undefined);
    }
  },
}));

const reach = fc
  .record({ kind, reach: fc.constantFrom<Reach>('well', 'well', 'out', 'refused') })
  .map(({ kind, reach }) => ({
    what: `${kind} is ${reach}`,
    run: (world: World) => world.reach(kind, reach),
  }));

const allWell = fc.constant({
  what: 'everything answers',
  run: (world: World) => thingKinds.forEach((kind) => world.reach(kind, 'well')),
});

const halfList = kind.map((kind) => ({
  what: `a list of ${kind} breaks off`,
  run: (world: World) => world.halfList(kind),
}));

const restart = fc.record({ late, next: fc.option(setups, { freq: 2 }) }).map(({ late, next }) => ({
  what: `restart ${next === null ? '' : JSON.stringify(next)} late: ${late.join()}`,
  run: (world: World) => world.start(next ?? world.setup, late),
}));

const lead = fc.record({ id: fc.constantFrom('one', 'two'), late }).map(({ id, late }) => ({
  what: `the name leads to ${id} late: ${late.join()}`,
  run: (world: World) => world.lead(id, late),
}));

const answering = fc.constantFrom<Answering>('well', 'never', 'in vain').map((how) => ({
  what: `the store answers ${how}`,
  run(world: World) {
    world.store.answering = how;
  },
}));

const pass = fc
  .oneof(
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: 20, max: 26 * 60 }),
    fc.integer({ min: -120, max: -1 }),
    fc.integer({ min: 2, max: 12 }).map((days) => days * 24 * 60),
    fc.constantFrom(15, 24 * 60),
  )
  .map((minutes) => ({
    what: `${minutes} minutes pass`,
    run: (world: World) => world.pass(minutes * MINUTE),
  }));

const grant = fc
  .array(
    fc.record({
      check: fc.constantFrom(...checkIds),
      namespace: fc.option(namespace, { nil: undefined }),
      container: fc.option(fc.constantFrom('app', 'side'), { nil: undefined, freq: 2 }),
      hours: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 2 },
  )
  .map((grants) => ({
    what: `waivers ${JSON.stringify(grants)}`,
    run: (world: World) =>
      world.grant(
        grants.map(({ hours, ...grant }, index) => ({
          ...grant,
          name: `grant-${index}`,
          expiresAt: world.now + hours * HOUR,
        })),
      ),
  }));

const trouble = fc.record({ check: fc.constantFrom(...checkIds), throws: fc.boolean() }).map(({ check, throws }) => ({
  what: `${check} ${throws ? 'throws' : 'works'}`,
  run(world: World) {
    if (throws) world.trouble.add(check);
    else world.trouble.delete(check);
    world.judgeAll();
  },
}));

const prune = fc.integer({ min: 8, max: 30 }).map((days) => ({
  what: `forget what ended ${days} days ago`,
  run: (world: World) => world.prune(world.now - days * 24 * HOUR),
}));

/** Whole histories of a cluster and of the exporter that watches it. */
export function histories(longest: number): fc.Arbitrary<readonly Step[]> {
  const step = fc
    .record({
      rests: fc.integer({ min: 0, max: 9 }).map((one) => one < 9),
      act: fc.oneof(
        { weight: 12, arbitrary: put },
        { weight: 4, arbitrary: remove },
        { weight: 3, arbitrary: recreate },
        { weight: 1, arbitrary: removeNamespace },
        { weight: 3, arbitrary: reach },
        { weight: 1, arbitrary: allWell },
        { weight: 1, arbitrary: halfList },
        { weight: 3, arbitrary: restart },
        { weight: 1, arbitrary: lead },
        { weight: 3, arbitrary: answering },
        { weight: 6, arbitrary: pass },
        { weight: 2, arbitrary: grant },
        { weight: 2, arbitrary: trouble },
        { weight: 1, arbitrary: prune },
      ),
    })
    .map(({ act, rests }): Step => ({ ...act, rests }));
  return fc.array(step, { maxLength: longest, size: 'max' });
}

function rarely(one: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: one }).map((value) => value === one);
}
