import { always, before, type Case, containerWith, type ControlCases, never } from './case.ts';

const says = (runAsNonRoot: boolean | null | undefined) => ({ securityContext: { runAsNonRoot } });
const container = (name: string, runAsNonRoot?: boolean | null) => containerWith({ name, ...says(runAsNonRoot) });

export const runningAsNonRoot: ControlCases = {
  control: 'Running as Non-root',
  check: 'pod-run-as-non-root',
  cases: [
    { when: 'it is true', anywhere: { runAsNonRoot: true }, baseline: never, restricted: never },
    { when: 'it is false', anywhere: { runAsNonRoot: false }, baseline: never, restricted: always },
    {
      when: 'it is false in a user namespace, allowed since 1.35',
      pod: { spec: { hostUsers: false } },
      anywhere: { runAsNonRoot: false },
      baseline: never,
      restricted: before(35),
    },
    {
      when: 'it is false in a pod for Windows',
      pod: { spec: { os: { name: 'windows' } } },
      anywhere: { runAsNonRoot: false },
      baseline: never,
      restricted: always,
    },
    { when: 'a container inherits it', container: says(undefined), baseline: never, restricted: never },
    { when: 'a container has null and inherits it', container: says(null), baseline: never, restricted: never },
    ...[undefined, null].map((nothing): Case => ({
      when: `pod and container have ${nothing === null ? 'null' : 'nothing'}`,
      pod: { spec: { ...says(nothing), containers: [container('app', nothing)] } },
      baseline: never,
      restricted: always,
    })),
    {
      when: 'nobody says anything in a user namespace, allowed since 1.35',
      pod: { spec: { ...says(undefined), hostUsers: false } },
      baseline: never,
      restricted: before(35),
    },
    ...([true, null] as const).map((hostUsers): Case => ({
      when: `nobody says anything and hostUsers is ${hostUsers}`,
      pod: { spec: { ...says(undefined), hostUsers } },
      baseline: never,
      restricted: always,
    })),
    {
      when: 'every container says so itself',
      pod: {
        spec: {
          ...says(undefined),
          containers: [container('app', true), container('second', true)],
          initContainers: [container('init', true)],
          ephemeralContainers: [container('debug', true)],
        },
      },
      baseline: never,
      restricted: never,
    },
    ...(['containers', 'initContainers', 'ephemeralContainers'] as const).map((role): Case => ({
      when: `one of ${role} is left out`,
      pod: {
        spec: {
          ...says(undefined),
          containers: [container('app', true)],
          [role]: [container('other', true), container('left-out')],
        },
      },
      baseline: never,
      restricted: always,
    })),
    {
      when: 'the pod says false although every container says true',
      pod: { spec: { ...says(false), containers: [container('app', true)] } },
      baseline: never,
      restricted: always,
    },
    {
      when: 'a user other than root is named instead',
      pod: { spec: { securityContext: { runAsNonRoot: undefined, runAsUser: 1000 } } },
      baseline: never,
      restricted: always,
    },
  ],
};
