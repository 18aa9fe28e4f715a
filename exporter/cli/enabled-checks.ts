import type { Check } from '../checks/define.ts';
import { checks as library } from '../checks/index.ts';
import { selectChecks } from '../checks/select.ts';
import { ConfigError } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Config } from '../config/schema.ts';

/** The checks that a configuration enables; throws ConfigError naming an unknown id and the nearest known one. */
export function enabledChecks({ checks }: Pick<Config, 'checks'>): readonly Check[] {
  const { selected, unknown } = selectChecks<Check>(library, checks);
  if (unknown.length === 0) return selected;
  const ids = library.map(({ id }) => id);
  const lines = unknown.map((id) => {
    const meant = nearest(id, ids);
    return `checks: "${id}" is not a check${meant ? `; did you mean ${meant}?` : '; "plumbline checks" lists them'}`;
  });
  throw new ConfigError(lines.join('\n'));
}
