import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { quoted } from '../text.ts';

export const podInteractiveTty = defineCheck({
  id: 'pod-interactive-tty',
  title: 'Container waits for somebody at a terminal',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  optional: true,
  frameworks: { microsoft: ['shell-in-container'], mitre: ['T1609'] },
  because:
    'Input that stays open is what a shell needs and a service does not: it is left from debugging, and whoever may attach to the pod types into its program.',
  remedy: 'Remove `stdin` and `tty`; debug in an ephemeral container, and delete the pod afterwards.',

  subject: container,
  fields: ['stdin', 'tty'],
  violatedBy({ container: { stdin, tty }, path, name }) {
    if (stdin === true) return true;
    return tty === true && { path: `${path}.tty`, container: name, message: `container ${quoted(name)}: tty is true` };
  },
  fix: { stdin: null, tty: null },

  examples: {
    violating: {
      'its input stays open': { stdin: true },
      'it has a terminal': { tty: true },
      'it has both': { stdin: true, tty: true },
    },
    compliant: {
      'nothing is said': {},
      'both are false': { stdin: false, tty: false },
      'null is as good as nothing': { stdin: null, tty: null },
    },
  },
});
