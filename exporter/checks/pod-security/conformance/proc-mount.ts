import { always, before, never, type Case, type ControlCases } from './case.ts';

export const procMount: ControlCases = {
  control: '/proc Mount Type',
  check: 'pod-proc-mount',
  cases: [
    ...(['Default', null, undefined] as const).map((value): Case => ({
      when: `procMount is ${value ?? String(value)}`,
      container: { securityContext: { procMount: value } },
      baseline: never,
      restricted: never,
    })),
    ...['Unmasked', 'default', ''].flatMap((value): Case[] => [
      {
        when: `procMount is ${JSON.stringify(value)}`,
        container: { securityContext: { procMount: value } },
        baseline: always,
        restricted: always,
      },
      {
        when: `procMount is ${JSON.stringify(value)} in a user namespace, which baseline allows since 1.35`,
        pod: { spec: { hostUsers: false } },
        container: { securityContext: { procMount: value } },
        baseline: before(35),
        restricted: always,
      },
    ]),
    ...([true, null] as const).map((hostUsers): Case => ({
      when: `procMount is Unmasked and hostUsers is ${hostUsers}`,
      pod: { spec: { hostUsers } },
      container: { securityContext: { procMount: 'Unmasked' } },
      baseline: always,
      restricted: always,
    })),
  ],
};
