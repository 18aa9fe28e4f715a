import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { entries } from '../subjects/field.ts';
import { quoted } from '../text.ts';

export const relDuplicateEnv = defineCheck({
  id: 'rel-duplicate-env',
  title: 'Environment variable is set twice',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: {},
  because:
    'The last one counts, and tools that merge by name may keep the other: what people read in the manifest is not what the program gets.',
  remedy: 'Keep one of them.',

  subject: container,
  fields: ['env'],
  violatedBy(view) {
    const env = entries(view.container.env);
    if (env.length < 2) return false;
    const seen = new Set<unknown>();
    let offences: Map<string, Offence> | undefined;
    for (let index = 0; index < env.length; index++) {
      const name: unknown = env[index]?.name;
      if (typeof name !== 'string') continue;
      if (!seen.has(name)) {
        seen.add(name);
        continue;
      }
      (offences ??= new Map()).set(name, {
        path: `${view.path}.env[${index}]`,
        container: view.name,
        part: `${view.name}/env/${name}`,
        message: `container ${quoted(view.name)}: variable ${quoted(name)} is set more than once`,
      });
    }
    return offences === undefined ? false : [...offences.values()];
  },

  examples: {
    violating: {
      'one name stands twice': {
        env: [
          { name: 'MODE', value: 'a' },
          { name: 'PORT', value: '80' },
          { name: 'MODE', value: 'b' },
        ],
      },
      'the values are the same': {
        env: [
          { name: 'MODE', value: 'a' },
          { name: 'MODE', value: 'a' },
        ],
      },
      'two names do, one of them three times': {
        env: ['A', 'A', 'B', 'A', 'B'].map((name) => ({ name, value: '1' })),
      },
    },
    compliant: {
      'every name stands once': {
        env: [
          { name: 'MODE', value: 'a' },
          { name: 'mode', value: 'b' },
        ],
      },
      'there are no variables': { env: undefined },
      'the list is null': { env: null },
      'the list is empty': { env: [] },
    },
  },
});
