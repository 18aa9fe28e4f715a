import type { Offence } from '../../model/verdict.ts';
import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { containerWith } from '../subjects/pod.ts';
import type { Scope } from '../subjects/pod-view.ts';
import { scope } from '../subjects/scope.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

const containerTypes: ReadonlySet<unknown> = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);

export const podSelinuxOptions = defineCheck({
  id: 'pod-selinux-options',
  title: 'Container leaves the SELinux confinement of containers',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['baseline'], nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'On nodes with SELinux the type of a process decides what it can touch; types other than those of containers, and users or roles of its own, can reach files of the node.',
  remedy: 'Remove `user` and `role`, and leave the type to the runtime or name one of the container types.',

  subject: scope,
  fields: ['securityContext.seLinuxOptions'],
  violatedBy(at, { version }) {
    const options = at.securityContext?.seLinuxOptions;
    if (!isSet(options)) return false;
    const { type, user, role } = options;
    let offences: Offence[] | undefined;
    if (!containerTypes.has(type ?? '') && !(type === 'container_engine_t' && atLeast(version, 1, 31))) {
      (offences ??= []).push(offence(at, 'type', type));
    }
    if (isSet(user) && user !== '') (offences ??= []).push(offence(at, 'user', user));
    if (isSet(role) && role !== '') (offences ??= []).push(offence(at, 'role', role));
    return offences ?? false;
  },
  fix: (_at, { path }) => ({
    securityContext: { seLinuxOptions: { [path.slice(path.lastIndexOf('.') + 1)]: null } },
  }),

  examples: {
    violating: {
      'the type is none of containers': { spec: { securityContext: { seLinuxOptions: { type: 'spc_t' } } } },
      'a user is named': { spec: { securityContext: { seLinuxOptions: { user: 'system_u' } } } },
      'a role is named': { spec: { securityContext: { seLinuxOptions: { role: 'sysadm_r' } } } },
      'a container says so': {
        spec: { containers: [containerWith({ securityContext: { seLinuxOptions: { type: 'spc_t' } } })] },
      },
      'an init container says so': {
        spec: {
          initContainers: [containerWith({ name: 'prepare', securityContext: { seLinuxOptions: { type: 'spc_t' } } })],
        },
      },
      'container_engine_t came with 1.31': onVersion('1.30', {
        spec: { securityContext: { seLinuxOptions: { type: 'container_engine_t' } } },
      }),
    },
    compliant: {
      'the type is one of containers': { spec: { securityContext: { seLinuxOptions: { type: 'container_kvm_t' } } } },
      'only a level is named': { spec: { securityContext: { seLinuxOptions: { level: 's0:c123,c456' } } } },
      'what is named is empty': { spec: { securityContext: { seLinuxOptions: { type: '', user: '', role: null } } } },
      'nothing is said': { spec: { securityContext: { seLinuxOptions: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { seLinuxOptions: null } } },
      'container_engine_t is one since 1.31': onVersion('1.31', {
        spec: { securityContext: { seLinuxOptions: { type: 'container_engine_t' } } },
      }),
    },
  },
});

function offence(at: Scope, field: 'type' | 'user' | 'role', value: unknown): Offence {
  const name = at.asContainer?.name;
  return {
    path: `${at.path}.securityContext.seLinuxOptions.${field}`,
    ...(name !== undefined && { container: name }),
    part: `${name ?? ''}/seLinuxOptions/${field}`,
    message: `${name === undefined ? '' : `container ${quoted(name)}: `}SELinux ${field} is ${quoted(value)}`,
  };
}
