import type { Severity } from '../contract/vocabulary.ts';
import type { KindName } from '../model/kinds.ts';
import type { Offence } from '../model/verdict.ts';
import type { World } from '../model/world.ts';
import type { FrameworkRefs } from './frameworks/index.ts';
import type { Judged } from './judged.ts';
import { Given, type Manifest, type Patch } from './patch.ts';

/** What a check looks at: where in an object to find each candidate, and a sound manifest for examples to patch. */
export interface Subject<T, E extends object> {
  readonly name: string;
  readonly kinds: readonly KindName[];
  /** The candidates in one object; none means that the check does not apply to it. */
  readonly of: (judged: Judged) => readonly T[];
  /** A complete manifest that violates no check, with an example's patch applied. */
  readonly manifest: (patch: Patch<E>) => Manifest;
  /** Where a candidate stands, for messages and finding keys. */
  readonly locate: (candidate: T) => Place;
  /** A patch for the whole object that applies `fix` at the place of an offence; undefined where no patch can. */
  readonly patchAt: (judged: Judged, offence: Offence, fix: Patch<E>) => object | undefined;
}

export interface Place {
  /** Path of the candidate below the object; empty for the object itself. */
  readonly path: string;
  readonly container?: string;
  /** What fields of the check are read from. */
  readonly value: unknown;
}

export type Category =
  | 'pod-security'
  | 'service-accounts'
  | 'rbac'
  | 'network'
  | 'exposure'
  | 'ingress'
  | 'secrets'
  | 'images'
  | 'namespaces';

interface Description<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly frameworks: FrameworkRefs;
  /** Why it matters, in one or two sentences. */
  readonly because: string;
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** Paths below the candidate that decide, first the one that a message names. */
  readonly fields: readonly string[];
  /** A combination of other checks: shown and counted, but outside the score, which its parts already lower. */
  readonly composite?: boolean;
}

/** `true` objects to the candidate at the first field; offences say exactly where. */
export type Judgement = boolean | 'not_applicable' | Offence | readonly Offence[];

interface CheckSpec<Id extends string, T, E extends object> extends Description<Id> {
  readonly subject: Subject<T, E>;
  /** Kinds that `violatedBy` asks the world for. */
  readonly reads?: readonly KindName[];
  readonly violatedBy: (candidate: T, world: World) => Judgement;
  /** The smallest change that satisfies the check, as a patch of the subject; `null` removes a field. */
  readonly fix?: Patch<E>;
  readonly examples: {
    readonly violating: Readonly<Record<string, Patch<E> | Given<E>>>;
    readonly compliant: Readonly<Record<string, Patch<E> | Given<E>>>;
    readonly notApplicable?: Readonly<Record<string, Patch<E> | Given<E>>>;
  };
}

/** A tested and documented case of a check: the first manifest is judged, the others stand beside it. */
export interface Example {
  readonly when: string;
  readonly result: 'fail' | 'pass' | 'not_applicable';
  readonly manifests: readonly [Manifest, ...Manifest[]];
  readonly version: string | undefined;
}

/** What a check says of one object: offences, none of them meaning that it passes. */
export type Outcome = readonly Offence[] | 'not_applicable';

/** A check once defined: the type of its subject stays in its own file. */
export interface Check<Id extends string = string> extends Description<Id> {
  readonly subject: string;
  readonly kinds: readonly KindName[];
  /** Every kind that must be seen: those it judges and those it asks for. */
  readonly needs: readonly KindName[];
  /** Throws Unseen when it needs a kind that cannot be seen. */
  readonly judge: (judged: Judged, world: World) => Outcome;
  /** A merge patch for the whole object that removes one offence, where the check knows one. */
  readonly patchFor: (judged: Judged, offence: Offence) => object | undefined;
  readonly examples: readonly Example[];
}

const pass: readonly Offence[] = [];

/** Defines a check; its examples run as tests and are printed as documentation. */
export function defineCheck<const Id extends string, T, E extends object>(spec: CheckSpec<Id, T, E>): Check<Id> {
  const { subject, reads = [], violatedBy, fix, examples, ...description } = spec;
  const field = description.fields[0] ?? '';

  function judge(judged: Judged, world: World): Outcome {
    const candidates = subject.of(judged);
    let applies = false;
    let offences: Offence[] | undefined;
    for (const candidate of candidates) {
      const judgement = violatedBy(candidate, world);
      if (judgement === 'not_applicable') continue;
      applies = true;
      if (judgement === false) continue;
      offences ??= [];
      if (judgement === true) offences.push(derivedOffence(subject.locate(candidate), field));
      else if (Array.isArray(judgement)) offences.push(...(judgement as readonly Offence[]));
      else offences.push(judgement as Offence);
    }
    return applies ? (offences ?? pass) : 'not_applicable';
  }

  const exampleOf =
    (result: Example['result']) =>
    ([when, example]: readonly [string, Patch<E> | Given<E>]): Example => {
      const { patch, others, version } = example instanceof Given ? example : new Given<E>(example, []);
      return { when, result, manifests: [subject.manifest(patch), ...others], version };
    };

  return {
    ...description,
    subject: subject.name,
    kinds: subject.kinds,
    needs: [...new Set([...subject.kinds, ...reads])],
    judge,
    patchFor: (judged, offence) => (fix === undefined ? undefined : subject.patchAt(judged, offence, fix)),
    examples: [
      ...Object.entries(examples.violating).map(exampleOf('fail')),
      ...Object.entries(examples.compliant).map(exampleOf('pass')),
      ...Object.entries(examples.notApplicable ?? {}).map(exampleOf('not_applicable')),
    ],
  };
}

function derivedOffence(place: Place, field: string): Offence {
  const where = place.container === undefined ? '' : `container ${JSON.stringify(place.container)}: `;
  const offence = {
    path: place.path === '' ? field : `${place.path}.${field}`,
    message: `${where}${field} ${printed(valueAt(place.value, field))}`,
  };
  return place.container === undefined ? offence : { ...offence, container: place.container };
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}

const longestValue = 80;

/** Reads on from the name of a field: `is not set`, or `is` with the value, cut where it grows long. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return 'is not set';
  const text = JSON.stringify(value);
  return `is ${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}`;
}
