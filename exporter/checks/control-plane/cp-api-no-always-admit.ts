import { isPluginOn } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiNoAlwaysAdmit = flagCheck({
  id: 'cp-api-no-always-admit',
  title: 'Admission plugin AlwaysAdmit is enabled',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.2.10'], nsa: ['admission-control'] },
  because:
    'It admits whatever comes. Other plugins still have their say, but where it stands somebody wanted them to have none.',
  remedy: 'Remove AlwaysAdmit from `--enable-admission-plugins`.',

  flags: ['enable-admission-plugins'],
  wanted: { 'enable-admission-plugins': 'NodeRestriction' },
  objects: (flags) =>
    isPluginOn(flags, 'AlwaysAdmit', false) ? '--enable-admission-plugins has AlwaysAdmit' : undefined,

  examples: {
    violating: {
      'it is enabled': { flags: { 'enable-admission-plugins': 'NodeRestriction,AlwaysAdmit' } },
      'the old flag names it': { command: ['kube-apiserver', '--admission-control=AlwaysAdmit'] },
      'it is disabled too, which does not count': {
        flags: { 'enable-admission-plugins': 'AlwaysAdmit', 'disable-admission-plugins': 'AlwaysAdmit' },
      },
    },
    compliant: {
      'it is not enabled': {},
      'it is disabled': { flags: { 'disable-admission-plugins': 'AlwaysAdmit' } },
    },
  },
});
