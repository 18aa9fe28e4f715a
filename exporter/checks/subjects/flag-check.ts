import type { ApiServerFacts } from '../../model/control-plane.ts';
import { Unseen, type World } from '../../model/world.ts';
import type { Category } from '../../contract/vocabulary.ts';
import { defineCheck, type Check } from '../define.ts';
import type { FrameworkRefs } from '../frameworks/index.ts';
import type { Parameters, Settings } from '../parameters.ts';
import { stream } from '../paste.ts';
import type { Given, Patch } from '../patch.ts';
import type { Risk } from '../risk.ts';
import { clipped, plain } from '../text.ts';
import type { Component, ComponentView } from './component.ts';
import { componentSubject, factsIn, isHidden, startedAs, type ComponentExample } from './control-plane.ts';
import type { Flags } from './flags.ts';
import { kubeadmArguments } from './kubeadm.ts';
import { soundFlags } from './sound-flags.ts';

type Examples = Readonly<Record<string, Patch<ComponentExample> | Given<ComponentExample>>>;

/** Says what is wrong with flags, as a sentence without a period; undefined when nothing is, null where the check does not apply. */
export type FlagRule<S = unknown> = (
  flags: Flags,
  context: { readonly view: ComponentView; readonly world: World; readonly settings: S },
) => string | null | undefined;

interface FlagCheckSpec<Id extends string, P extends Parameters> {
  readonly id: Id;
  readonly title: string;
  readonly component: Component;
  readonly risk: Risk;
  readonly frameworks: FrameworkRefs;
  readonly optional?: boolean;
  readonly because: string;
  readonly remedy: string;
  /** Values to set where the usual command line has none for these flags, or too much. */
  readonly wanted?: Readonly<Record<string, string>>;
  /** A file that flags name, to be shown below them. */
  readonly paste?: string;
  /** Names of the flags that decide, first the one that a message names. */
  readonly flags: readonly string[];
  readonly parameters?: P;
  readonly objects: FlagRule<Settings<P>>;
  /** `control-plane` unless told otherwise. */
  readonly category?: Category;
  /** What proves that all is well where neither a pod nor the API server shows flags, as with a provider. */
  readonly proof?: { readonly by: (facts: ApiServerFacts) => boolean; readonly missing: string };
  /** What examples patch, where that is not the usual pod. */
  readonly sound?: Patch<ComponentExample>;
  readonly examples: { readonly violating: Examples; readonly compliant: Examples; readonly notApplicable?: Examples };
}

/** Defines a check of how a component of the control plane was started. */
export function flagCheck<const Id extends string, const P extends Parameters = Record<never, never>>(
  spec: FlagCheckSpec<Id, P>,
): Check<Id> {
  const {
    component,
    flags,
    wanted = usualValues(component, flags),
    paste,
    objects,
    sound,
    proof,
    category = 'control-plane',
    ...described
  } = spec;
  return defineCheck({
    ...described,
    category,
    paste: stream(kubeadmArguments(component, wanted), ...(paste === undefined ? [] : [paste])),
    subject: componentSubject(component, sound),
    fields: flags.map((name) => `--${name}`),
    violatedBy(candidate, world, settings) {
      if (proof !== undefined && isHidden(component, candidate, world)) {
        if (proof.by(factsIn(candidate))) return false;
        throw new Unseen(proof.missing);
      }
      const view = startedAs(component, candidate, world);
      if (view === 'not_applicable') return view;
      // etcd leaves every flag and variable aside once it is given a file.
      if (component === 'etcd' && view.flags.text('config-file') !== undefined) {
        throw new Unseen(
          `etcd takes its settings from the file ${plain(view.flags.text('config-file') ?? '')}, which no API shows`,
        );
      }
      const said = objects(view.flags, { view, world, settings });
      if (said === undefined) return false;
      if (said === null) return 'not_applicable';
      return {
        path: view.path,
        ...(view.container !== undefined && { container: view.container }),
        message: clipped(`${component}: ${said}`),
      };
    },
  });
}

/** Those of the flags that a sound command line has, with its values. */
function usualValues(component: Component, flags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(soundFlags[component]).filter(([name]) => flags.includes(name)));
}

/** Objects where one of these flags is not set. */
export function mustSet(...names: readonly string[]): FlagRule {
  return (flags) => {
    const missing = names.filter((name) => flags.text(name) === undefined);
    return missing.length === 0
      ? undefined
      : `${missing.map((name) => `--${name}`).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
  };
}

/** Objects where a switch is not at `wanted`; what the program takes it for when it is not set is `preset`. */
export function mustBe(name: string, wanted: boolean, preset: boolean): FlagRule {
  return (flags) => {
    if (flags.isOn(name, preset) === wanted) return undefined;
    const value = flags.text(name);
    return value === undefined ? `--${name} is not set, which means ${preset}` : `--${name} is ${plain(value)}`;
  };
}

/** Objects where a server listens elsewhere than on a loopback address; without the flag it listens everywhere. */
export const mustBindLoopback: FlagRule = (flags) => {
  const address = flags.text('bind-address');
  if (address === undefined) return '--bind-address is not set, which means every address';
  return /^(?:127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(address) ? undefined : `--bind-address is ${plain(address)}`;
};
