import type {
  Container,
  ContainerSecurityContext,
  Handler,
  InheritedSecurityContext,
  PodSpec,
  PodTemplate,
  SeccompProfile,
} from '../../exporter/model/pod.ts';

type Spec = PodSpec & { readonly containers: readonly Container[] };
type Template = PodTemplate & { readonly spec: Spec };

/** The pod without what the API server refuses to see together, so that admission gets to judge it. */
export function lawful(template: Template): PodTemplate {
  let { spec } = template;
  spec = withHostProcess(spec);
  if (spec.hostUsers === false && spec.os?.name !== 'windows') {
    spec = without(spec, 'hostNetwork', 'hostPID', 'hostIPC');
  }
  const sharesNode = spec.hostNetwork === true || spec.hostIPC === true;
  if (sharesNode && spec.securityContext) spec = { ...spec, securityContext: without(spec.securityContext, 'sysctls') };
  if (spec.os?.name === 'windows') spec = withoutLinuxFields(spec);
  if (spec.os?.name === 'linux') spec = withSecurity(spec, (context) => without(context, 'windowsOptions'));
  spec = withSecurity(spec, (context) => ({
    ...context,
    ...(context.seccompProfile && { seccompProfile: lawfulProfile(context.seccompProfile) }),
    ...(context.appArmorProfile && { appArmorProfile: lawfulProfile(context.appArmorProfile) }),
  }));
  spec = withContainers(spec, (container, isInit) => lawfulContainer(container, isInit, spec));
  return { ...template, ...lawfulMetadata(template, spec), spec };
}

/** Where one container is a process of a Windows node all are, on the network of the node. */
function withHostProcess(spec: Spec): Spec {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess ?? undefined;
  const every = [...spec.containers, ...(spec.initContainers ?? [])];
  const isWanted = ofPod === true || every.some((one) => one.securityContext?.windowsOptions?.hostProcess === true);
  if (spec.os?.name === 'linux' || !isWanted) return spec;
  const asOne = withContainers(spec, (container) => ({
    ...container,
    securityContext: {
      ...container.securityContext,
      windowsOptions: { ...container.securityContext?.windowsOptions, hostProcess: true },
    },
  }));
  const securityContext =
    ofPod === false ? without(spec.securityContext ?? {}, 'windowsOptions') : spec.securityContext;
  return { ...asOne, hostNetwork: true, hostUsers: true, ...(securityContext !== undefined && { securityContext }) };
}

function withoutLinuxFields(spec: Spec): Spec {
  const ofPod = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'sysctls', 'runAsUser', 'runAsGroup'] as const;
  const ofContainer = ['capabilities', 'privileged', 'allowPrivilegeEscalation', 'procMount'] as const;
  const bare = without(spec, 'hostUsers', 'hostPID', 'hostIPC');
  const securityContext = spec.securityContext && without(spec.securityContext, ...ofPod);
  return withContainers({ ...bare, ...(securityContext !== undefined && { securityContext }) }, (container) =>
    withContext(container, (context) =>
      without(context, ...ofPod.filter((field) => field !== 'sysctls'), ...ofContainer),
    ),
  );
}

function lawfulContainer(container: Container, isInit: boolean, spec: Spec): Container {
  let lawful = withContext(container, (context) => {
    const mayBeUnmasked = spec.hostUsers === false;
    const escalates = context.privileged === true || context.capabilities?.add?.includes('CAP_SYS_ADMIN') === true;
    let fixed = context;
    if (fixed.procMount === 'Unmasked' && !mayBeUnmasked) fixed = without(fixed, 'procMount');
    if (fixed.allowPrivilegeEscalation === false && escalates) fixed = without(fixed, 'allowPrivilegeEscalation');
    return fixed;
  });
  if (isInit && container.restartPolicy !== 'Always') {
    lawful = without(lawful, 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle');
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const handler = lawful[probe];
    if (handler) lawful = { ...lawful, [probe]: oneHandler(handler) };
  }
  const { lifecycle } = lawful;
  if (lifecycle) {
    const hooks = Object.entries(lifecycle).map(([name, handler]) => [name, oneHandler(handler)]);
    lawful = { ...lawful, lifecycle: Object.fromEntries(hooks) as NonNullable<Container['lifecycle']> };
  }
  return lawful;
}

function oneHandler(handler: Handler): Handler {
  return handler.httpGet && handler.tcpSocket ? without(handler, 'httpGet') : handler;
}

function lawfulProfile(profile: SeccompProfile): SeccompProfile {
  return profile.type === 'Localhost' ? profile : without(profile, 'localhostProfile');
}

/** Annotations stay only where no field says something else, and for containers that are there. */
function lawfulMetadata({ metadata }: Template, spec: Spec): Pick<PodTemplate, 'metadata'> {
  const { annotations } = metadata ?? {};
  if (annotations === undefined) return {};
  const every = [...spec.containers, ...(spec.initContainers ?? [])];
  const kept = Object.entries(annotations).filter(([key]) => {
    const [what = '', name = ''] = key.split('/');
    const container = every.find((one) => one.name === name);
    if (what.includes('apparmor')) {
      return (
        container !== undefined &&
        !(container.securityContext ?? {}).appArmorProfile &&
        !spec.securityContext?.appArmorProfile
      );
    }
    return name === 'pod' ? !spec.securityContext?.seccompProfile : !container?.securityContext?.seccompProfile;
  });
  return { metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}

function withSecurity(spec: Spec, change: <C extends InheritedSecurityContext>(context: C) => C): Spec {
  const securityContext = spec.securityContext && change(spec.securityContext);
  return withContainers({ ...spec, ...(securityContext !== undefined && { securityContext }) }, (container) =>
    withContext(container, change),
  );
}

function withContext(
  container: Container,
  change: (context: ContainerSecurityContext) => ContainerSecurityContext,
): Container {
  return container.securityContext ? { ...container, securityContext: change(container.securityContext) } : container;
}

function withContainers(spec: Spec, change: (container: Container, isInit: boolean) => Container): Spec {
  const { initContainers } = spec;
  return {
    ...spec,
    containers: spec.containers.map((container) => change(container, false)),
    ...(initContainers && { initContainers: initContainers.map((container) => change(container, true)) }),
  };
}

function without<T extends object>(value: T, ...keys: readonly (keyof T)[]): T {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}
