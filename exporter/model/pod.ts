/** The parts of a pod that checks read, with the names of the Kubernetes API. Values may be of any shape in garbage input. */
export interface Capabilities {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

export interface SeccompProfile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

export interface SelinuxOptions {
  readonly type?: string;
  readonly user?: string;
  readonly role?: string;
  readonly level?: string;
}

export interface WindowsOptions {
  readonly hostProcess?: boolean;
  readonly runAsUserName?: string;
}

/** Fields that a container inherits from its pod when it does not set them itself. */
export interface InheritedSecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly seccompProfile?: SeccompProfile;
  readonly seLinuxOptions?: SelinuxOptions;
  readonly appArmorProfile?: SeccompProfile;
  readonly windowsOptions?: WindowsOptions;
}

export interface ContainerSecurityContext extends InheritedSecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly procMount?: string;
  readonly capabilities?: Capabilities;
}

export interface Sysctl {
  readonly name?: string;
  readonly value?: string;
}

export interface PodSecurityContext extends InheritedSecurityContext {
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  readonly sysctls?: readonly Sysctl[];
}

/** An entry of a Secret or ConfigMap; one that is optional may be missing. */
export interface KeyReference {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}

/** All entries of a Secret or ConfigMap as variables. */
export interface EnvFrom {
  readonly prefix?: string;
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean };
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean };
}

export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyReference;
    readonly configMapKeyRef?: KeyReference;
  };
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

/** A probe or lifecycle handler: where it connects to, or what it runs. */
export interface Handler {
  readonly httpGet?: {
    readonly host?: string;
    readonly port?: number | string;
    readonly path?: string;
    readonly scheme?: string;
    readonly httpHeaders?: readonly { readonly name?: string; readonly value?: string }[];
  };
  readonly tcpSocket?: { readonly host?: string; readonly port?: number | string };
  readonly grpc?: { readonly port?: number; readonly service?: string };
  readonly exec?: { readonly command?: readonly string[] };
}

/** A question that a kubelet asks again and again. */
export interface Probe extends Handler {
  readonly failureThreshold?: number;
  readonly periodSeconds?: number;
}

/** What a container, or a pod as a whole, is given and held to, by resource; quantities are strings or numbers. */
export interface ResourceRequirements {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface VolumeMount {
  readonly name?: string;
  readonly mountPath?: string;
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFrom[];
  readonly ports?: readonly ContainerPort[];
  readonly securityContext?: ContainerSecurityContext;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly volumeDevices?: readonly { readonly name?: string; readonly devicePath?: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
  readonly restartPolicy?: string;
  readonly resources?: ResourceRequirements;
  readonly stdin?: boolean;
  readonly tty?: boolean;
}

export interface Volume {
  readonly name?: string;
  readonly hostPath?: { readonly path?: string; readonly type?: string };
  readonly [source: string]: unknown;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly securityContext?: PodSecurityContext;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly os?: { readonly name?: string };
  readonly serviceAccountName?: string;
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly nodeName?: string;
  readonly tolerations?: readonly Toleration[];
  readonly hostAliases?: readonly { readonly ip?: string; readonly hostnames?: readonly string[] }[];
  readonly runtimeClassName?: string;
  readonly restartPolicy?: string;
  readonly priorityClassName?: string;
  readonly resources?: ResourceRequirements;
  readonly affinity?: {
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly object[];
      readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly object[];
    };
  };
  readonly topologySpreadConstraints?: readonly { readonly topologyKey?: string }[];
}

export interface PodTemplate {
  readonly metadata?: {
    /** Of a Pod alone: that of a template is ignored. */
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: PodSpec;
}
