import type { Check } from '../checks/define.ts';
import { checks as library } from '../checks/index.ts';
import { missingSwitches, selectChecks } from '../checks/select.ts';
import { ConfigError, type LoadedConfig } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Config } from '../config/schema.ts';
import type { ReadSwitch } from '../model/kinds.ts';

/**
 * The checks that a configuration chooses, or that `--check` asks for in their place: its words are selectors as those
 * of `checks.only`. Throws ConfigError naming where it was said, what is unknown and the nearest known word.
 */
export function enabledChecks(
  { config: { checks }, sourceOf }: Pick<LoadedConfig, 'config' | 'sourceOf'>,
  asked: readonly string[] = [],
): readonly Check[] {
  const selection = asked.length > 0 ? { ...checks, only: asked, enable: [] } : checks;
  const { checks: selected, unknown: inSelection, refused } = selectChecks(library, selection);
  // What the file says is wrong even where this run does without it.
  const unknown = asked.length > 0 ? [...inSelection, ...selectChecks(library, checks).unknown] : inSelection;
  const place = (where: string): string =>
    asked.length > 0 && where === 'checks.only' ? '--check' : `${sourceOf(where)}: ${where}`;
  const lines = [
    ...unknown.map(({ where, word, known }) => `${place(where)}: "${word}" is not known; ${remedyFor(word, known)}`),
    ...refused.map(({ where, problem }) => `${place(where)}: ${problem}`),
    ...asked
      .filter((word) => library.some(({ id }) => id === word) && !selected.some(({ id }) => id === word))
      .map((id) => `--check: "${id}" is left out by checks.disable; take it off that list`),
  ];
  // A parameter under `*` is refused once for every check that has it.
  if (lines.length > 0) throw new ConfigError([...new Set(lines)].join('\n'));
  return selected;
}

const mostListed = 8;

function remedyFor(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (known.length === 0) return 'this check has no parameters';
  return known.length <= mostListed ? `there are ${known.join(', ')}` : '"plumbline checks" lists what there is';
}

/** A check that is off because something it needs is not read. */
export interface SwitchedOff {
  readonly check: Check;
  readonly switches: readonly ReadSwitch[];
}

/** Of the chosen checks those whose objects may be read from a live cluster, and the others with what is off. */
export function readableChecks(
  checks: readonly Check[],
  { clusters }: Pick<Config, 'clusters'>,
): { readonly readable: readonly Check[]; readonly off: readonly SwitchedOff[] } {
  const on = readSwitchesOf(clusters.read);
  const off = checks.flatMap((check) => {
    const switches = missingSwitches(check, on);
    return switches.length > 0 ? [{ check, switches }] : [];
  });
  return { readable: checks.filter((check) => missingSwitches(check, on).length === 0), off };
}

function readSwitchesOf({ secrets, nodeConfig, anonymousProbe }: Config['clusters']['read']): ReadonlySet<ReadSwitch> {
  const on = new Set<ReadSwitch>();
  if (secrets) on.add('secrets');
  if (nodeConfig !== 'off') on.add('nodeConfig');
  if (anonymousProbe) on.add('anonymousProbe');
  return on;
}
