import type { Offence } from '../../model/verdict.ts';
import { atLeast, type KubernetesVersion } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { onVersion } from '../patch.ts';
import { pod } from '../subjects/pod.ts';
import { quoted, word } from '../text.ts';
import { entries } from '../subjects/field.ts';

/** Since which minor release of Kubernetes 1 a kernel parameter counts as safe. */
const safeSince: ReadonlyMap<unknown, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
  ['net.ipv4.tcp_notsent_lowat', 37],
  ['net.ipv4.tcp_slow_start_after_idle', 37],
]);

export const podSysctlsUnsafe = defineCheck({
  id: 'pod-sysctls-unsafe',
  title: 'Pod sets a kernel parameter that is not safe',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['baseline'], nsa: ['container-hardening'] },
  because:
    'Only some kernel parameters belong to the pod alone; others disable protections or take resources from every pod of the node.',
  remedy: 'Remove the parameter, or set it on nodes that are kept for such pods.',
  paste: yaml`
    spec:
      template:
        spec:
          securityContext:
            sysctls: null
  `,

  subject: pod,
  fields: ['securityContext.sysctls'],
  violatedBy({ path, spec }, { version }) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const sysctl of entries(spec.securityContext?.sysctls)) {
      index++;
      if (typeof sysctl !== 'object' || sysctl === null || isSafe(sysctl.name, version)) continue;
      (offences ??= []).push({
        path: `${path}.securityContext.sysctls[${index}].name`,
        part: `sysctls/${word(sysctl.name)}`,
        message: `kernel parameter ${quoted(sysctl.name ?? '')} is set`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a parameter of the whole node is set': {
        spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '65536' }] } },
      },
      'one of several is not safe': {
        spec: {
          securityContext: {
            sysctls: [
              { name: 'net.ipv4.tcp_syncookies', value: '1' },
              { name: 'net.core.somaxconn', value: '1024' },
            ],
          },
        },
      },
      'ip_local_reserved_ports became safe in 1.27': onVersion('1.26', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports', value: '8080' }] } },
      }),
      'tcp_keepalive_time became safe in 1.29': onVersion('1.28', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '600' }] } },
      }),
      'tcp_rmem became safe in 1.32': onVersion('1.31', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '4096 87380 16777216' }] } },
      }),
      'tcp_notsent_lowat became safe in 1.37': onVersion('1.36', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '131072' }] } },
      }),
    },
    compliant: {
      'a safe parameter is set': {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } },
      },
      'ip_local_reserved_ports is safe from 1.27': onVersion('1.27', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports', value: '8080' }] } },
      }),
      'tcp_keepalive_time is safe from 1.29': onVersion('1.29', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '600' }] } },
      }),
      'tcp_rmem is safe from 1.32': onVersion('1.32', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '4096 87380 16777216' }] } },
      }),
      'tcp_notsent_lowat is safe from 1.37': onVersion('1.37', {
        spec: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '131072' }] } },
      }),
      'none is set': { spec: { securityContext: { sysctls: undefined } } },
      'the list is empty': { spec: { securityContext: { sysctls: [] } } },
      'the list is null': { spec: { securityContext: { sysctls: null } } },
    },
  },
});

function isSafe(name: unknown, version: KubernetesVersion): boolean {
  const since = safeSince.get(name);
  return since !== undefined && atLeast(version, 1, since);
}
