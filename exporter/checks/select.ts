import { categories, profiles, severities, type Profile, type Severity } from '../contract/vocabulary.ts';
import { kinds, type ReadSwitch } from '../model/kinds.ts';
import type { Check } from './define.ts';
import { frameworks } from './frameworks/index.ts';
import { resolveFrameworks } from './frameworks/resolve.ts';
import { checksOf } from './frameworks/summary.ts';
import { isInProfile } from './profiles.ts';

/** Which checks run and how: what the `checks` section of the configuration says. */
export interface Selection {
  /** Sets to start from; a check that any of them holds is in. */
  readonly profiles: readonly Profile[];
  /** Where it is not empty, what is in instead of the profiles. */
  readonly only: readonly string[];
  /** Selectors that add: an id, or `category:`, `framework:`, `severity:`, `profile:` with a name. */
  readonly enable: readonly string[];
  /** Selectors that take away; they win. */
  readonly disable: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
  /** By the id of a check, then by parameter; under `*`, for every check that has the parameter. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A word of a selection that means nothing, with what could have been meant. */
export interface UnknownWord {
  /** Where it stands, for example `checks.disable`. */
  readonly where: string;
  readonly word: string;
  readonly known: readonly string[];
}

/** A parameter whose value its check refuses. */
export interface RefusedValue {
  readonly where: string;
  readonly problem: string;
}

export interface Selected<C> {
  readonly checks: readonly C[];
  readonly unknown: readonly UnknownWord[];
  readonly refused: readonly RefusedValue[];
}

const selectable: Readonly<Record<string, readonly string[]>> = {
  category: categories,
  framework: Object.keys(frameworks),
  severity: severities,
  profile: profiles,
};

/** The checks that a selection leaves, with their parameters and severities; what it cannot mean is told, not ignored. */
export function selectChecks(library: readonly Check[], selection: Selection): Selected<Check> {
  const unknown: UnknownWord[] = [];
  const refused: RefusedValue[] = [];
  const chosen = new Set<Check>();
  const matching = (where: string, selectors: readonly string[]): Check[] =>
    selectors.flatMap((selector) => {
      const found = matched(library, selector);
      if (Array.isArray(found)) return found;
      unknown.push({ where, ...found });
      return [];
    });

  const inProfile = (check: Check) => selection.profiles.some((profile) => isInProfile(profile, check));
  const only = matching('checks.only', selection.only);
  for (const check of selection.only.length > 0 ? only : library.filter(inProfile)) chosen.add(check);
  for (const check of matching('checks.enable', selection.enable)) chosen.add(check);
  for (const check of matching('checks.disable', selection.disable)) chosen.delete(check);

  const ids = library.map(({ id }) => id);
  for (const id of Object.keys(selection.severity)) {
    if (!ids.includes(id)) unknown.push({ where: 'checks.severity', word: id, known: ids });
  }
  for (const [id, values] of Object.entries(selection.parameters)) {
    if (id !== '*' && !ids.includes(id)) {
      unknown.push({ where: 'checks.parameters', word: id, known: [...ids, '*'] });
      continue;
    }
    const takers = library.filter((check) => id === '*' || check.id === id);
    const known = [...new Set(takers.flatMap(({ parameters = {} }) => Object.keys(parameters)))];
    for (const word of Object.keys(values)) {
      if (!known.includes(word)) unknown.push({ where: `checks.parameters.${id}`, word, known });
    }
  }

  const checks = library.filter((check) => chosen.has(check)).map((check) => configured(check, selection, refused));
  return { checks, unknown, refused };
}

function matched(
  library: readonly Check[],
  selector: string,
): Check[] | { readonly word: string; readonly known: readonly string[] } {
  const [prefix, name] = selector.split(':', 2) as [string, string | undefined];
  if (name === undefined) {
    const found = library.filter(({ id }) => id === selector);
    return found.length > 0 ? found : { word: selector, known: library.map(({ id }) => id) };
  }
  const names = selectable[prefix];
  if (names === undefined) return { word: selector, known: Object.keys(selectable).map((key) => `${key}:${name}`) };
  if (!names.includes(name)) return { word: selector, known: names.map((known) => `${prefix}:${known}`) };
  const answering = prefix === 'framework' ? checksAnswering(library, name) : undefined;
  return library.filter((check) => {
    switch (prefix) {
      case 'category':
        return check.category === name;
      case 'framework':
        return answering?.has(check.id) ?? false;
      case 'severity':
        return check.severity === name;
      default:
        return isInProfile(name as Profile, check);
    }
  });
}

/** The checks of a framework, those that answer it through another one's controls too. */
function checksAnswering(library: readonly Check[], framework: string): ReadonlySet<string> | undefined {
  const found = resolveFrameworks(library).frameworks.find(({ id }) => id === framework);
  return found && checksOf(found);
}

function configured(check: Check, { parameters, severity }: Selection, refused: RefusedValue[]): Check {
  const wanted = severity[check.id];
  const values: Record<string, unknown> = {};
  const sources = new Map<string, string>();
  for (const source of ['*', check.id]) {
    for (const [name, value] of Object.entries(parameters[source] ?? {})) {
      if (!Object.hasOwn(check.parameters ?? {}, name)) continue;
      values[name] = value;
      sources.set(name, `checks.parameters.${source}.${name}`);
    }
  }
  let result = check;
  if (sources.size > 0) {
    for (const [name, schema] of Object.entries(check.parameters ?? {})) {
      const parsed = schema.safeParse(values[name]);
      for (const issue of parsed.error?.issues ?? []) {
        const where = [sources.get(name) ?? name, ...issue.path].join('.');
        refused.push({ where, problem: issue.message });
      }
    }
    if (refused.length === 0) result = check.configured(values);
  }
  return wanted === undefined || wanted === result.severity ? result : { ...result, severity: wanted };
}

/** The switches that a check needs and that are off: without them nothing that it looks at is read. */
export function missingSwitches(check: Check, on: ReadonlySet<ReadSwitch>): readonly ReadSwitch[] {
  const wanted = check.needs.flatMap((kind) => kinds[kind].optIn ?? []);
  return [...new Set(wanted)].filter((name) => !on.has(name));
}
