import { always, never, type Case, type ControlCases } from './case.ts';

const namespaces = [
  ['hostNetwork', 'pod-host-network'],
  ['hostPID', 'pod-host-pid'],
  ['hostIPC', 'pod-host-ipc'],
] as const;

export const hostNamespaces: ControlCases = {
  control: 'Host Namespaces',
  check: 'pod-host-network',
  cases: namespaces.flatMap(([field, check]): Case[] => [
    { when: `${field} is true`, pod: { spec: { [field]: true } }, check, baseline: always, restricted: always },
    {
      when: `${field} is true in a user namespace`,
      pod: { spec: { [field]: true, hostUsers: false } },
      check,
      baseline: always,
      restricted: always,
    },
    {
      when: `${field} is true in a pod for Windows`,
      pod: { spec: { [field]: true, os: { name: 'windows' } } },
      check,
      baseline: always,
      restricted: always,
    },
    { when: `${field} is false`, pod: { spec: { [field]: false } }, check, baseline: never, restricted: never },
    { when: `${field} is null`, pod: { spec: { [field]: null } }, check, baseline: never, restricted: never },
    { when: `${field} is absent`, pod: { spec: { [field]: undefined } }, check, baseline: never, restricted: never },
  ]),
};
