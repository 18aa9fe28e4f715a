import { always, never, type ControlCases } from './case.ts';

export const hostPorts: ControlCases = {
  control: 'Host Ports',
  check: 'pod-host-ports',
  cases: [
    {
      when: 'hostPort is a port',
      container: { ports: [{ containerPort: 8080, hostPort: 8080 }] },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostPort is the first port',
      container: { ports: [{ containerPort: 8080, hostPort: 1 }] },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostPort is the last port',
      container: { ports: [{ containerPort: 8080, hostPort: 65535 }] },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostPort is a port of loopback only',
      container: { ports: [{ containerPort: 8080, hostPort: 8080, hostIP: '127.0.0.1' }] },
      baseline: always,
      restricted: always,
    },
    {
      when: 'the second of two ports has a hostPort',
      container: { ports: [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53, protocol: 'UDP' }] },
      baseline: always,
      restricted: always,
    },
    {
      when: 'hostPort is 0',
      container: { ports: [{ containerPort: 8080, hostPort: 0 }] },
      baseline: never,
      restricted: never,
    },
    {
      when: 'hostPort is null',
      container: { ports: [{ containerPort: 8080, hostPort: null }] },
      baseline: never,
      restricted: never,
    },
    { when: 'hostPort is absent', container: { ports: [{ containerPort: 8080 }] }, baseline: never, restricted: never },
    {
      when: 'there is a hostIP alone',
      container: { ports: [{ containerPort: 8080, hostIP: '127.0.0.1' }] },
      baseline: never,
      restricted: never,
    },
    { when: 'the list of ports is empty', container: { ports: [] }, baseline: never, restricted: never },
    { when: 'the list of ports is null', container: { ports: null }, baseline: never, restricted: never },
    // Pod Security names both controls here; one finding is enough for what is one setting.
    {
      when: 'hostPort is what hostNetwork makes of every port',
      pod: { spec: { hostNetwork: true } },
      container: { ports: [{ containerPort: 8080, hostPort: 8080 }] },
      check: 'pod-host-network',
      baseline: always,
      restricted: always,
    },
  ],
};
