import { always, never, type ControlCases } from './case.ts';

export const privilegedContainers: ControlCases = {
  control: 'Privileged Containers',
  check: 'pod-privileged',
  cases: [
    {
      when: 'privileged is true',
      container: { securityContext: { privileged: true } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'privileged is true in a user namespace',
      pod: { spec: { hostUsers: false } },
      container: { securityContext: { privileged: true } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'privileged is false',
      container: { securityContext: { privileged: false } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'privileged is null',
      container: { securityContext: { privileged: null } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'privileged is absent',
      container: { securityContext: { privileged: undefined } },
      baseline: never,
      restricted: never,
    },
  ],
};
