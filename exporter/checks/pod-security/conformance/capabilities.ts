import { always, between, never, since, type Case, type ControlCases } from './case.ts';

/** What baseline lets a container add. */
const defaults = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Every other capability of Linux (capabilities(7)), what stands for all, and other spellings. */
const others = [
  'ALL',
  'AUDIT_CONTROL',
  'AUDIT_READ',
  'BLOCK_SUSPEND',
  'BPF',
  'CHECKPOINT_RESTORE',
  'DAC_READ_SEARCH',
  'IPC_LOCK',
  'IPC_OWNER',
  'LEASE',
  'LINUX_IMMUTABLE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'NET_ADMIN',
  'NET_BROADCAST',
  'NET_RAW',
  'PERFMON',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'SYSLOG',
  'WAKE_ALARM',
  'CAP_CHOWN',
  'CAP_NET_BIND_SERVICE',
  'chown',
  'net_bind_service',
  ' CHOWN',
  '',
];

const added = (...add: readonly string[]) => ({ securityContext: { capabilities: { drop: ['ALL'], add } } });
const dropped = (drop: readonly string[] | null | undefined) => ({ securityContext: { capabilities: { drop } } });

export const capabilities: ControlCases = {
  control: 'Capabilities',
  check: (level, minor) =>
    level === 'restricted' && minor >= 22 ? 'pod-capabilities-drop-all' : 'pod-capabilities-added',
  cases: [
    ...defaults.map((name): Case => ({
      when: `${name} is added`,
      container: added(name),
      baseline: never,
      restricted: name === 'NET_BIND_SERVICE' ? never : since(22),
    })),
    ...others.map((name): Case => ({
      when: `${JSON.stringify(name)} is added`,
      container: added(name),
      baseline: always,
      restricted: always,
    })),
    { when: 'every default one is added', container: added(...defaults), baseline: never, restricted: since(22) },
    {
      when: 'one of several is beyond the defaults',
      container: added('NET_BIND_SERVICE', 'NET_RAW'),
      baseline: always,
      restricted: always,
    },
    { when: 'the list of added ones is empty', container: added(), baseline: never, restricted: never },
    {
      when: 'the list of added ones is null',
      container: { securityContext: { capabilities: { add: null } } },
      baseline: never,
      restricted: never,
    },
    { when: 'ALL is dropped beside others', container: dropped(['CHOWN', 'ALL']), baseline: never, restricted: never },
    { when: 'nothing is dropped', container: dropped([]), baseline: never, restricted: since(22) },
    { when: 'the list of dropped ones is null', container: dropped(null), baseline: never, restricted: since(22) },
    {
      when: 'the list of dropped ones is absent',
      container: dropped(undefined),
      baseline: never,
      restricted: since(22),
    },
    {
      when: 'every default one but not ALL is dropped',
      container: dropped(defaults),
      baseline: never,
      restricted: since(22),
    },
    { when: 'all in small letters is dropped', container: dropped(['all']), baseline: never, restricted: since(22) },
    { when: 'CAP_ALL is dropped', container: dropped(['CAP_ALL']), baseline: never, restricted: since(22) },
    {
      when: 'capabilities is null',
      container: { securityContext: { capabilities: null } },
      baseline: never,
      restricted: since(22),
    },
    {
      when: 'capabilities is empty',
      container: { securityContext: { capabilities: { drop: undefined } } },
      baseline: never,
      restricted: since(22),
    },
    {
      when: 'nothing is dropped in a user namespace',
      pod: { spec: { hostUsers: false } },
      container: dropped(undefined),
      baseline: never,
      restricted: since(22),
    },
    {
      when: 'nothing is dropped in a pod for Windows, exempt since 1.25',
      pod: { spec: { os: { name: 'windows' } } },
      container: dropped(undefined),
      baseline: never,
      restricted: between(22, 25),
    },
    {
      when: 'nothing is dropped in a pod for Linux',
      pod: { spec: { os: { name: 'linux' } } },
      container: dropped(undefined),
      baseline: never,
      restricted: since(22),
    },
  ],
};
