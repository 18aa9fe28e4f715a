import fc from 'fast-check';
import type { Patch } from '../../exporter/checks/patch.ts';
import type { Container, Handler, InheritedSecurityContext, PodTemplate, Volume } from '../../exporter/model/pod.ts';

/** Capabilities of the default set, beyond it, and look-alikes; the API takes any text for a name. */
const capabilities = fc.oneof(
  fc.constantFrom(
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
    'NET_BIND_SERVICE',
    'NET_BIND_SERVICE',
    'NET_RAW',
    'NET_ADMIN',
    'SYS_ADMIN',
    'SYS_PTRACE',
    'AUDIT_CONTROL',
    'DAC_READ_SEARCH',
    'BPF',
    'ALL',
    'chown',
    'all',
    'CAP_CHOWN',
    'CAP_NET_BIND_SERVICE',
    'NET_BIND_SERVICE ',
    ' ALL',
    '',
    'CHOWNX',
  ),
  fc.stringMatching(/^[A-Z_]{1,12}$/),
);
const drops = fc.constantFrom<readonly string[] | null>(
  ['ALL'],
  ['all'],
  ['NET_RAW'],
  ['NET_RAW', 'ALL'],
  ['ALL', 'CHOWN'],
  ['CAP_ALL'],
  ['ALL '],
  [],
  null,
);
const adds = fc.oneof(fc.constant(null), fc.array(capabilities, { maxLength: 3 }));

const hosts = fc.constantFrom<string | null>('', '127.0.0.1', 'localhost', '::1', 'other.example', ' ', null);
const handlers: fc.Arbitrary<Patch<Handler>> = fc.oneof(
  hosts.map((host) => ({ httpGet: { host, port: 80 } })),
  hosts.map((host) => ({ tcpSocket: { host, port: 80 } })),
  fc.constant({ httpGet: { port: 'web' } }),
  fc.constant({ tcpSocket: { port: 80 } }),
);
const handlerFields = [
  (handler: Patch<Handler>) => ({ livenessProbe: handler }),
  (handler: Patch<Handler>) => ({ readinessProbe: handler }),
  (handler: Patch<Handler>) => ({ startupProbe: handler }),
  (handler: Patch<Handler>) => ({ lifecycle: { postStart: handler } }),
  (handler: Patch<Handler>) => ({ lifecycle: { preStop: handler } }),
] as const satisfies readonly ((handler: Patch<Handler>) => Patch<Container>)[];

/** Changes of a container alone: what it does not inherit. */
export const containerTurns: fc.Arbitrary<Patch<Container>> = fc.oneof(
  fc.constantFrom<Patch<Container>>(
    {},
    { securityContext: undefined },
    { securityContext: null },
    { securityContext: { capabilities: undefined } },
    { securityContext: { capabilities: null } },
    { securityContext: { privileged: true } },
    { securityContext: { privileged: false } },
    { securityContext: { privileged: null } },
    { securityContext: { allowPrivilegeEscalation: true } },
    { securityContext: { allowPrivilegeEscalation: false } },
    { securityContext: { allowPrivilegeEscalation: null } },
    // Thrice, since it is lawful in a user namespace only.
    { securityContext: { procMount: 'Unmasked' } },
    { securityContext: { procMount: 'Unmasked' } },
    { securityContext: { procMount: 'Unmasked' } },
    { securityContext: { procMount: 'Default' } },
    { securityContext: { procMount: null } },
    { ports: [{ containerPort: 8080, hostPort: 8080 }] },
    { ports: [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53, protocol: 'UDP' }] },
    { ports: [{ containerPort: 8080, hostPort: 0 }] },
    { ports: [{ containerPort: 8080, hostPort: null }] },
    { ports: [{ containerPort: 8080 }] },
    { ports: null },
  ),
  drops.map((drop) => ({ securityContext: { capabilities: { drop } } })),
  adds.map((add) => ({ securityContext: { capabilities: { add } } })),
  fc.tuple(fc.constantFrom(...handlerFields), handlers).map(([field, handler]) => field(handler)),
);

const seccompProfiles = fc.constantFrom<InheritedSecurityContext['seccompProfile'] | null>(
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'app.json' },
  { type: 'Unconfined' },
  undefined,
  null,
);
const selinuxTypes = fc.oneof(
  fc.constantFrom(
    '',
    'container_t',
    'container_init_t',
    'container_kvm_t',
    'container_engine_t',
    'spc_t',
    'Container_t',
    'container_logreader_t',
    'container_t ',
    'container',
  ),
  fc.stringMatching(/^[a-z_]{1,10}_t$/),
);
const selinuxNames = fc.constantFrom<string | null>('', 'system_u', 'object_r', ' ', null);

/** Changes of what containers inherit from their pod, for the pod or a container. */
export const anywhereTurns: fc.Arbitrary<Patch<InheritedSecurityContext>> = fc.oneof(
  fc.constantFrom(true, false, null, undefined).map((runAsNonRoot) => ({ runAsNonRoot })),
  fc.constantFrom(0, 1, 1000, 2147483647, null, undefined).map((runAsUser) => ({ runAsUser })),
  fc.constantFrom(0, 1000, null).map((runAsGroup) => ({ runAsGroup })),
  seccompProfiles.map((profile) => ({ seccompProfile: profile })),
  fc
    .constantFrom<InheritedSecurityContext['appArmorProfile'] | null>(
      { type: 'RuntimeDefault' },
      { type: 'Localhost', localhostProfile: 'app' },
      { type: 'Unconfined' },
      null,
    )
    .map((appArmorProfile) => ({ appArmorProfile })),
  fc.oneof(
    selinuxTypes.map((type) => ({ seLinuxOptions: { type } })),
    selinuxNames.map((user) => ({ seLinuxOptions: { user } })),
    selinuxNames.map((role) => ({ seLinuxOptions: { role } })),
    fc.constantFrom({ seLinuxOptions: { level: 's0:c1,c2' } }, { seLinuxOptions: {} }, { seLinuxOptions: null }),
  ),
  fc.constantFrom<Patch<InheritedSecurityContext>>(
    { windowsOptions: { hostProcess: true } },
    { windowsOptions: { hostProcess: false } },
    { windowsOptions: { hostProcess: null } },
    { windowsOptions: { runAsUserName: 'ContainerUser' } },
    { windowsOptions: null },
  ),
);

/** Every source of a volume that the API takes, with the least that it asks for. */
const volumes: readonly Patch<Volume>[] = [
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory' } },
  {},
  { hostPath: null },
  { configMap: { name: 'settings' } },
  { secret: { secretName: 'tls' } },
  { downwardAPI: { items: [] } },
  { projected: { sources: [] } },
  { persistentVolumeClaim: { claimName: 'data' } },
  { csi: { driver: 'csi.example' } },
  { image: { reference: 'registry.example/model:1' } },
  {
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    },
  },
  { hostPath: { path: '/srv/data' } },
  { hostPath: { path: '/', type: 'Directory' } },
  { nfs: { server: 'files.example', path: '/' } },
  { iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0 } },
  { gitRepo: { repository: 'https://git.example/app' } },
  { gcePersistentDisk: { pdName: 'disk' } },
  { awsElasticBlockStore: { volumeID: 'vol-1' } },
  { azureDisk: { diskName: 'disk', diskURI: 'https://disks.example/disk.vhd', kind: 'Dedicated' } },
  { azureFile: { secretName: 'share', shareName: 'share' } },
  { cephfs: { monitors: ['10.0.0.1:6789'] } },
  { cinder: { volumeID: 'vol-1' } },
  { fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 } },
  { flexVolume: { driver: 'example/driver' } },
  { flocker: { datasetName: 'data' } },
  { glusterfs: { endpoints: 'gluster', path: 'data' } },
  { photonPersistentDisk: { pdID: 'disk' } },
  { portworxVolume: { volumeID: 'vol-1' } },
  { quobyte: { registry: 'quobyte.example:7861', volume: 'data' } },
  { rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } },
  { scaleIO: { gateway: 'https://scaleio.example', system: 'sys', secretRef: { name: 'sio' }, volumeName: 'data' } },
  { storageos: { volumeName: 'data' } },
  { vsphereVolume: { volumePath: '[store] data' } },
];

/** Kernel parameters: safe always, safe since some release, never safe, and other spellings of safe ones. */
const sysctls = fc.constantFrom(
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.core.somaxconn',
  'kernel.msgmax',
  'net/ipv4/tcp_syncookies',
  'net.ipv4.tcp_syncookies2',
  'kernel.shm-rmid-forced',
  'fs.mqueue.msg_max',
  'vm.swappiness',
);

/** Changes of the pod alone. */
export const podTurns: fc.Arbitrary<Patch<PodTemplate>> = fc.oneof(
  fc.constantFrom<Patch<PodTemplate>>(
    { spec: { hostNetwork: true } },
    { spec: { hostNetwork: false } },
    { spec: { hostPID: true } },
    { spec: { hostPID: null } },
    { spec: { hostIPC: true } },
    { spec: { hostIPC: false } },
    { spec: { securityContext: undefined } },
    { spec: { securityContext: null } },
    { spec: { hostUsers: true } },
    { spec: { hostUsers: null } },
    { spec: { hostUsers: false } },
    { spec: { hostUsers: false, securityContext: { runAsNonRoot: undefined, runAsUser: 0 } } },
    { spec: { os: { name: 'windows' } } },
    { spec: { os: { name: 'linux' } } },
    { spec: { os: undefined } },
    { spec: { volumes: [] } },
    { spec: { volumes: null } },
  ),
  fc.array(fc.constantFrom(...volumes), { minLength: 1, maxLength: 2 }).map((chosen) => ({
    spec: { volumes: chosen.map((volume, index) => ({ ...volume, name: `volume-${index}` })) },
  })),
  fc.uniqueArray(sysctls, { maxLength: 3 }).map((names) => ({
    spec: { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } },
  })),
);

const appArmor = 'container.apparmor.security.beta.kubernetes.io';
const seccomp = 'container.seccomp.security.alpha.kubernetes.io';

/** Changes of the annotations that were fields before they were fields. */
export const annotationTurns: fc.Arbitrary<Patch<PodTemplate>> = fc
  .oneof(
    fc.record({
      key: fc.constantFrom(`${appArmor}/app`, `${appArmor}/init`),
      value: fc.constantFrom('runtime/default', 'localhost/app', 'localhost/', 'unconfined', ''),
    }),
    fc.record({
      key: fc.constantFrom(`${seccomp}/app`, `${seccomp}/nobody`, 'seccomp.security.alpha.kubernetes.io/pod'),
      value: fc.constantFrom('runtime/default', 'docker/default', 'localhost/app.json', 'unconfined'),
    }),
  )
  .map(({ key, value }) => ({ metadata: { annotations: { [key]: value } } }));
