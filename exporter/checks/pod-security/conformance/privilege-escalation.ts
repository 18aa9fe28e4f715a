import type { PodTemplate } from '../../../model/pod.ts';
import type { Patch } from '../../patch.ts';
import { between, never, since, type Case, type ControlCases } from './case.ts';

/** The field is one of containers only; what a pod says of it is no field of the API. */
const saidByThePod = { runAsNonRoot: true, allowPrivilegeEscalation: false };
const inThePod: Patch<PodTemplate> = { spec: { securityContext: saidByThePod } };

const escalating = [true, null, undefined] as const;

export const privilegeEscalation: ControlCases = {
  control: 'Privilege Escalation',
  check: 'pod-allow-privilege-escalation',
  cases: [
    {
      when: 'allowPrivilegeEscalation is false',
      container: { securityContext: { allowPrivilegeEscalation: false } },
      baseline: never,
      restricted: never,
    },
    ...escalating.flatMap((value): Case[] => [
      {
        when: `allowPrivilegeEscalation is ${String(value)}`,
        container: { securityContext: { allowPrivilegeEscalation: value } },
        baseline: never,
        restricted: since(8),
      },
      {
        when: `allowPrivilegeEscalation is ${String(value)} in a user namespace`,
        pod: { spec: { hostUsers: false } },
        container: { securityContext: { allowPrivilegeEscalation: value } },
        baseline: never,
        restricted: since(8),
      },
      {
        when: `allowPrivilegeEscalation is ${String(value)} in a pod for Windows, exempt since 1.25`,
        pod: { spec: { os: { name: 'windows' } } },
        container: { securityContext: { allowPrivilegeEscalation: value } },
        baseline: never,
        restricted: between(8, 25),
      },
      {
        when: `allowPrivilegeEscalation is ${String(value)} in a pod for Linux`,
        pod: { spec: { os: { name: 'linux' } } },
        container: { securityContext: { allowPrivilegeEscalation: value } },
        baseline: never,
        restricted: since(8),
      },
    ]),
    {
      when: 'only the pod says no',
      pod: inThePod,
      container: { securityContext: { allowPrivilegeEscalation: undefined } },
      baseline: never,
      restricted: since(8),
    },
  ],
};
