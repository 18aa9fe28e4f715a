import type { Check } from '../checks/define.ts';
import { checks as library } from '../checks/index.ts';
import { missingSwitches, selectChecks } from '../checks/select.ts';
import { ConfigError } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Config } from '../config/schema.ts';
import type { ReadSwitch } from '../model/kinds.ts';

/** The checks that a configuration chooses; throws ConfigError naming what is unknown and the nearest known word. */
export function enabledChecks({ checks }: Pick<Config, 'checks'>): readonly Check[] {
  const { checks: selected, unknown, refused } = selectChecks(library, checks);
  const lines = [
    ...unknown.map(({ where, word, known }) => {
      const meant = nearest(word, known);
      const remedy = meant === undefined ? '"plumbline checks" lists what there is' : `did you mean ${meant}?`;
      return `${where}: "${word}" is not known; ${remedy}`;
    }),
    ...refused.map(({ where, problem }) => `${where}: ${problem}`),
  ];
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
  return selected;
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
