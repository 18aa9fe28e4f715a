import { always, before, never, type Case, type ControlCases } from './case.ts';

/** What a pod may set, and since which minor release. */
const safe: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

const unsafe = [
  'kernel.msgmax',
  'kernel.shmmax',
  'kernel.sem',
  'fs.mqueue.msg_max',
  'net.core.somaxconn',
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.forwarding',
  'vm.overcommit_memory',
  'net/ipv4/tcp_syncookies',
  'net.ipv4.tcp_syncookies.',
  'NET.IPV4.TCP_SYNCOOKIES',
  'net.ipv4.*',
  '',
];

const setting = (...names: readonly string[]) => ({
  spec: { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } },
});

export const sysctls: ControlCases = {
  control: 'Sysctls',
  check: 'pod-sysctls-unsafe',
  cases: [
    ...Object.entries(safe).map(([name, first]): Case => ({
      when: `${name} is set`,
      pod: setting(name),
      baseline: before(first),
      restricted: before(first),
    })),
    ...unsafe.map((name): Case => ({
      when: `${JSON.stringify(name)} is set`,
      pod: setting(name),
      baseline: always,
      restricted: always,
    })),
    {
      when: 'the last of several is not safe',
      pod: setting('net.ipv4.tcp_syncookies', 'kernel.msgmax'),
      baseline: always,
      restricted: always,
    },
    {
      when: 'one that is not safe is set in a user namespace',
      pod: { spec: { ...setting('kernel.msgmax').spec, hostUsers: false } },
      baseline: always,
      restricted: always,
    },
    { when: 'the list is empty', pod: setting(), baseline: never, restricted: never },
    {
      when: 'the list is null',
      pod: { spec: { securityContext: { sysctls: null } } },
      baseline: never,
      restricted: never,
    },
  ],
};
