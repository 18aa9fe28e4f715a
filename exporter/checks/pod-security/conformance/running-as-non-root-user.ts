import { between, type Case, containerWith, type ControlCases, never, since } from './case.ts';

export const runningAsNonRootUser: ControlCases = {
  control: 'Running as Non-root user',
  check: 'pod-run-as-root-uid',
  cases: [
    { when: 'the user is 0', anywhere: { runAsUser: 0 }, baseline: never, restricted: since(23) },
    {
      when: 'the user is 0 in a user namespace, allowed since 1.35',
      pod: { spec: { hostUsers: false } },
      anywhere: { runAsUser: 0 },
      baseline: never,
      restricted: between(23, 35),
    },
    ...([true, null] as const).map((hostUsers): Case => ({
      when: `the user is 0 and hostUsers is ${hostUsers}`,
      pod: { spec: { hostUsers } },
      anywhere: { runAsUser: 0 },
      baseline: never,
      restricted: since(23),
    })),
    {
      when: 'the user is 0 in a pod for Windows',
      pod: { spec: { os: { name: 'windows' } } },
      anywhere: { runAsUser: 0 },
      baseline: never,
      restricted: since(23),
    },
    ...[1, 1000, 2 ** 31 - 1, null, undefined].map((runAsUser): Case => ({
      when: `the user is ${String(runAsUser)}`,
      anywhere: { runAsUser },
      baseline: never,
      restricted: never,
    })),
    {
      when: 'the group is 0, which no control is about',
      anywhere: { runAsGroup: 0 },
      baseline: never,
      restricted: never,
    },
    {
      when: 'the pod names 0 and every container another',
      pod: {
        spec: {
          securityContext: { runAsUser: 0 },
          containers: [containerWith({ securityContext: { runAsUser: 1000 } })],
        },
      },
      baseline: never,
      restricted: since(23),
    },
  ],
};
