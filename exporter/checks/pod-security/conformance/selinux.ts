import { always, before, type Case, containerWith, type ControlCases, never } from './case.ts';

export const selinux: ControlCases = {
  control: 'SELinux',
  check: 'pod-selinux-options',
  cases: [
    ...['', 'container_t', 'container_init_t', 'container_kvm_t'].map((type): Case => ({
      when: `the type is ${JSON.stringify(type)}`,
      anywhere: { seLinuxOptions: { type } },
      baseline: never,
      restricted: never,
    })),
    {
      when: 'the type is container_engine_t, allowed since 1.31',
      anywhere: { seLinuxOptions: { type: 'container_engine_t' } },
      baseline: before(31),
      restricted: before(31),
    },
    ...['spc_t', 'container_logreader_t', 'Container_t', 'container_t ', 'unconfined_t'].map((type): Case => ({
      when: `the type is ${JSON.stringify(type)}`,
      anywhere: { seLinuxOptions: { type } },
      baseline: always,
      restricted: always,
    })),
    ...(['user', 'role'] as const).flatMap((field): Case[] => [
      {
        when: `the ${field} is set`,
        anywhere: { seLinuxOptions: { [field]: 'system' } },
        baseline: always,
        restricted: always,
      },
      {
        when: `the ${field} is set beside a type that is allowed`,
        anywhere: { seLinuxOptions: { type: 'container_t', [field]: ' ' } },
        baseline: always,
        restricted: always,
      },
      {
        when: `the ${field} is empty`,
        anywhere: { seLinuxOptions: { [field]: '' } },
        baseline: never,
        restricted: never,
      },
      {
        when: `the ${field} is null`,
        anywhere: { seLinuxOptions: { [field]: null } },
        baseline: never,
        restricted: never,
      },
    ]),
    {
      when: 'only the level is set',
      anywhere: { seLinuxOptions: { level: 's0:c123,c456' } },
      baseline: never,
      restricted: never,
    },
    { when: 'the options are empty', anywhere: { seLinuxOptions: {} }, baseline: never, restricted: never },
    { when: 'the options are null', anywhere: { seLinuxOptions: null }, baseline: never, restricted: never },
    {
      when: 'the type of the pod is undone in its container',
      pod: {
        spec: {
          securityContext: { seLinuxOptions: { type: 'spc_t' } },
          containers: [containerWith({ securityContext: { seLinuxOptions: { type: 'container_t' } } })],
        },
      },
      baseline: always,
      restricted: always,
    },
  ],
};
