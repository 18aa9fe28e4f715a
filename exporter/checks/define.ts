import { z } from 'zod';
import type { Category, Severity } from '../contract/vocabulary.ts';
import type { KindName } from '../model/kinds.ts';
import { morePart, partOf, type Offence } from '../model/verdict.ts';
import type { World } from '../model/world.ts';
import type { FrameworkRefs } from './frameworks/index.ts';
import type { Judged } from './judged.ts';
import { presets, type Parameters, type Settings } from './parameters.ts';
import { Given, type Manifest, type Patch } from './patch.ts';
import { severityOf, type Risk } from './risk.ts';
import { clipped, quoted } from './text.ts';

/**
 * What a check looks at: where in an object to find each candidate, and a sound manifest for examples to patch.
 * Examples patch an `E`; a fix changes an `F`, the part of the object that a candidate is.
 */
export interface Subject<T, E extends object, F extends object = E> {
  readonly name: string;
  readonly kinds: readonly KindName[];
  /** The candidates in one object; none means that the check does not apply to it. */
  readonly of: (judged: Judged) => readonly T[];
  /** A complete manifest that violates no check, with an example's patch applied. */
  readonly manifest: (patch: Patch<E>) => Manifest;
  /** Where a candidate stands, for messages and finding keys. */
  readonly locate: (candidate: T) => Place;
  /** The candidate that an offence is about. */
  readonly at: (judged: Judged, offence: Offence) => T | undefined;
  /** A change of a candidate as a patch of the whole object; undefined where the API takes none. */
  readonly wrap: (judged: Judged, candidate: T, change: Patch<F>) => object | undefined;
  /** What to paste for a check of these fields that brings no snippet of its own. */
  readonly paste?: (fields: readonly string[]) => string;
}

export interface Place {
  /** Path of the candidate below the object; empty for the object itself. */
  readonly path: string;
  readonly container?: string;
  /** What fields of the check are read from. */
  readonly value: unknown;
}

interface Description<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly category: Category;
  /** What its failure gives away and how easily: the severity follows from it. */
  readonly risk: Risk;
  readonly frameworks: FrameworkRefs;
  /** Why it matters, in one or two sentences. */
  readonly because: string;
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** YAML to start from where the remedy is a decision, another object or a file: valid as it stands, names and numbers are to be replaced. */
  readonly paste?: string | undefined;
  /** Paths below the candidate that decide, first the one that a message names. */
  readonly fields: readonly string[];
  /** A combination of other checks: shown and counted, but outside the score, which its parts already lower. */
  readonly composite?: boolean;
  /** Off unless it is asked for: hygiene that many do without, or that needs a decision first. */
  readonly optional?: boolean;
  /** What policy may set, by name. */
  readonly parameters?: Parameters;
}

/** `true` objects to the candidate at the first field; offences say exactly where. */
export type Judgement = boolean | 'not_applicable' | Offence | readonly Offence[];

/** A change that satisfies the check, or how to find it for one offence; `null` in it removes a field. */
export type Fix<T, F extends object> = Patch<F> | ((candidate: T, offence: Offence) => Patch<F> | undefined);

interface CheckSpec<
  Id extends string,
  T,
  E extends object,
  F extends object,
  P extends Parameters,
> extends Description<Id> {
  readonly parameters?: P;
  readonly subject: Subject<T, E, F>;
  /** Kinds that `violatedBy` asks the world for. */
  readonly reads?: readonly KindName[];
  readonly violatedBy: (candidate: T, world: World, settings: Settings<P>) => Judgement;
  /** The smallest change that satisfies the check, where it is well defined. */
  readonly fix?: Fix<T, NoInfer<F>>;
  readonly examples: {
    readonly violating: Readonly<Record<string, Patch<NoInfer<E>> | Given<NoInfer<E>>>>;
    readonly compliant: Readonly<Record<string, Patch<NoInfer<E>> | Given<NoInfer<E>>>>;
    readonly notApplicable?: Readonly<Record<string, Patch<NoInfer<E>> | Given<NoInfer<E>>>>;
  };
}

/** A tested and documented case of a check: the first manifest is judged, the others stand beside it. */
export interface Example {
  readonly when: string;
  readonly result: 'fail' | 'pass' | 'not_applicable';
  readonly manifests: readonly [Manifest, ...Manifest[]];
  readonly version: string | undefined;
  /** Parameters that are not at their default. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}

/** What a check says of one object: offences, none of them meaning that it passes. */
export type Outcome = readonly Offence[] | 'not_applicable';

/** A check once defined: the type of its subject stays in its own file. */
export interface Check<Id extends string = string> extends Description<Id> {
  readonly severity: Severity;
  readonly subject: string;
  readonly kinds: readonly KindName[];
  /** Every kind that must be seen: those it judges and those it asks for. */
  readonly needs: readonly KindName[];
  /** Throws Unseen when it needs something that cannot be seen. */
  readonly judge: (judged: Judged, world: World) => Outcome;
  /** A strategic merge patch for the whole object that removes one offence, where the check knows one. */
  readonly patchFor: (judged: Judged, offence: Offence) => object | undefined;
  readonly examples: readonly Example[];
  /** The subject's manifest with nothing wrong in it. */
  readonly sound: Manifest;
  /** The values of its parameters, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same check with parameters set, those not named at their default; throws ZodError. */
  readonly configured: (settings: Readonly<Record<string, unknown>>) => Check<Id>;
}

const pass: readonly Offence[] = [];

/** Offences that one check reports of one object; an object with more is hostile or broken, and one says how many more. */
const mostOffences = 100;
/** Defines a check; its examples run as tests and are printed as documentation. */
export function defineCheck<
  const Id extends string,
  T,
  E extends object,
  F extends object,
  const P extends Parameters = Record<never, never>,
>(spec: CheckSpec<Id, T, E, F, P>): Check<Id> {
  return withSettings(spec, presets(spec.parameters ?? ({} as P)));
}

function withSettings<Id extends string, T, E extends object, F extends object, P extends Parameters>(
  spec: CheckSpec<Id, T, E, F, P>,
  settings: Settings<P>,
): Check<Id> {
  const { subject, reads = [], violatedBy, fix, examples, ...description } = spec;
  const field = description.fields[0] ?? '';
  const fieldKeys = field.split('.');

  function judge(judged: Judged, world: World): Outcome {
    const candidates = subject.of(judged);
    let applies = false;
    let offences: Offence[] | undefined;
    for (let index = 0; index < candidates.length; index++) {
      const candidate = candidates[index] as T;
      const judgement = violatedBy(candidate, world, settings);
      if (judgement === 'not_applicable') continue;
      applies = true;
      if (judgement === false) continue;
      offences ??= [];
      if (judgement === true) offences.push(derivedOffence(subject.locate(candidate), field, fieldKeys));
      else if (isOffence(judgement)) offences.push(judgement);
      else for (const offence of judgement) offences.push(offence);
    }
    if (!applies) return 'not_applicable';
    return offences === undefined ? pass : bounded(offences);
  }

  function patchFor(judged: Judged, offence: Offence): object | undefined {
    if (fix === undefined) return undefined;
    const candidate = subject.at(judged, offence);
    if (candidate === undefined) return undefined;
    const change = typeof fix === 'function' ? fix(candidate, offence) : fix;
    return change === undefined ? undefined : subject.wrap(judged, candidate, change);
  }

  const exampleOf =
    (result: Example['result']) =>
    ([when, example]: readonly [string, Patch<E> | Given<E>]): Example => {
      const { patch, others, version, settings } = example instanceof Given ? example : new Given<E>(example, []);
      return { when, result, manifests: [subject.manifest(patch), ...others], version, settings };
    };

  return {
    ...description,
    // Worked out where it is read: a scan never shows it.
    get paste() {
      return description.paste ?? subject.paste?.(description.fields);
    },
    severity: severityOf(description.risk),
    subject: subject.name,
    kinds: subject.kinds,
    needs: [...new Set([...subject.kinds, ...reads])],
    judge,
    patchFor,
    examples: [
      ...Object.entries(examples.violating).map(exampleOf('fail')),
      ...Object.entries(examples.compliant).map(exampleOf('pass')),
      ...Object.entries(examples.notApplicable ?? {}).map(exampleOf('not_applicable')),
    ],
    sound: subject.manifest({} as Patch<E>),
    settings,
    configured(values) {
      const parsed = z.strictObject(spec.parameters ?? {}).parse(values);
      return withSettings(spec, parsed as Settings<P>);
    },
  };
}

function isOffence(judgement: Offence | readonly Offence[]): judgement is Offence {
  return !Array.isArray(judgement);
}

function bounded(offences: Offence[]): readonly Offence[] {
  if (offences.length <= mostOffences) return offences;
  // By part, so that which of them are reported does not hang on the order in which they stand.
  const kept = offences.toSorted((a, b) => (partOf(a) < partOf(b) ? -1 : 1)).slice(0, mostOffences);
  const first = kept[0];
  if (first !== undefined) {
    kept.push({ path: first.path, part: morePart, message: `${offences.length - mostOffences} more of the same kind` });
  }
  return kept;
}

function derivedOffence(place: Place, field: string, keys: readonly string[]): Offence {
  const path = place.path === '' ? field : `${place.path}.${field}`;
  const says = `${field} ${printed(valueAt(place.value, keys))}`;
  if (place.container === undefined) return { path, message: clipped(says) };
  return { path, container: place.container, message: clipped(`container ${quoted(place.container)}: ${says}`) };
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** Reads on from the name of a field: `is not set`, or `is` with the value. */
function printed(value: unknown): string {
  return value === undefined || value === null ? 'is not set' : `is ${quoted(value)}`;
}
