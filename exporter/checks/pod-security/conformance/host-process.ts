import { always, containerWith, type ControlCases, never } from './case.ts';

export const hostProcess: ControlCases = {
  control: 'HostProcess',
  check: 'pod-windows-host-process',
  cases: [
    {
      when: 'hostProcess is true',
      anywhere: { windowsOptions: { hostProcess: true } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostProcess is true in a pod for Windows',
      pod: { spec: { os: { name: 'windows' } } },
      anywhere: { windowsOptions: { hostProcess: true } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostProcess is false',
      anywhere: { windowsOptions: { hostProcess: false } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'hostProcess is null',
      anywhere: { windowsOptions: { hostProcess: null } },
      baseline: never,
      restricted: never,
    },
    { when: 'windowsOptions is empty', anywhere: { windowsOptions: {} }, baseline: never, restricted: never },
    { when: 'windowsOptions is null', anywhere: { windowsOptions: null }, baseline: never, restricted: never },
    {
      when: 'windowsOptions says something else',
      anywhere: { windowsOptions: { runAsUserName: 'ContainerUser' } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'a container takes back what the pod says',
      pod: {
        spec: {
          securityContext: { windowsOptions: { hostProcess: true } },
          containers: [containerWith({ securityContext: { windowsOptions: { hostProcess: false } } })],
        },
      },
      baseline: always,
      restricted: always,
    },
  ],
};
