import { defineCheck } from '../define.ts';
import { containerWith } from '../subjects/pod.ts';
import { scope } from '../subjects/scope.ts';

export const podWindowsAdminUser = defineCheck({
  id: 'pod-windows-admin-user',
  title: 'Windows container runs as an administrator',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'conditional' },
  optional: true,
  frameworks: { nsa: ['non-root'] },
  because:
    'An administrator inside the container changes its programs and settings at will, and has the shorter way out of it.',
  remedy: 'Set `runAsUserName` to `ContainerUser`, or to an account that the image makes for the program.',

  subject: scope,
  fields: ['securityContext.windowsOptions.runAsUserName'],
  violatedBy: ({ securityContext }) => isAdministrator(securityContext?.windowsOptions?.runAsUserName),
  fix: { securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } },

  examples: {
    violating: {
      'the pod names the administrator': windows('ContainerAdministrator'),
      'a container does': {
        spec: {
          containers: [
            containerWith({ securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } }),
          ],
        },
      },
      'Windows does not tell upper from lower case': windows('containeradministrator'),
      'the domain of the account is named': windows('User Manager\\ContainerAdministrator'),
      'it is the system': windows('NT AUTHORITY\\SYSTEM'),
      'it is a service of the system': windows('NT Authority\\Local Service'),
    },
    compliant: {
      'an ordinary user is named': windows('ContainerUser'),
      'the name only begins like it': windows('ContainerAdministrators-Friend'),
      'nobody is named': {},
      'null is as good as nothing': windows(null),
    },
  },
});

function isAdministrator(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  // The API server lets a name of at most 384 characters through.
  const account = name.slice(0, 384).toLowerCase();
  return (
    account.startsWith('nt authority\\') || account.slice(account.lastIndexOf('\\') + 1) === 'containeradministrator'
  );
}

function windows(runAsUserName: string | null) {
  return { spec: { securityContext: { windowsOptions: { runAsUserName } } } };
}
