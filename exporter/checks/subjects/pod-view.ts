import { atLeast, type KubernetesVersion } from '../../model/version.ts';
import { parseImage, type ImageReference } from '../../model/image.ts';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import type {
  Container,
  ContainerSecurityContext,
  InheritedSecurityContext,
  PodSecurityContext,
  PodSpec,
  Volume,
} from '../../model/pod.ts';

export type ContainerRole = 'containers' | 'initContainers' | 'ephemeralContainers';

const roles: readonly ContainerRole[] = ['containers', 'initContainers', 'ephemeralContainers'];
const nothing: readonly never[] = [];
const empty: Readonly<Record<string, never>> = Object.freeze({});

/** Where fields stand that a container inherits: the pod, or one of its containers. */
export interface Scope {
  readonly pod: PodView;
  readonly securityContext: InheritedSecurityContext | undefined;
  /** Path of the pod spec or the container below the object. */
  readonly path: string;
  /** The view of the container; undefined for the pod itself. */
  readonly asContainer: ContainerView | undefined;
}

/** A container where it stands in its pod. */
export class ContainerView implements Scope {
  readonly container: Container;
  readonly pod: PodView;
  readonly role: ContainerRole;
  readonly index: number;
  #image: ImageReference | 'none' | undefined;

  constructor(container: Container, pod: PodView, role: ContainerRole, index: number) {
    this.container = container;
    this.pod = pod;
    this.role = role;
    this.index = index;
  }

  get name(): string {
    return typeof this.container.name === 'string' ? this.container.name : `${this.role}[${this.index}]`;
  }

  get path(): string {
    return `${this.pod.path}.${this.role}[${this.index}]`;
  }

  /** What the image refers to, worked out once for all checks; undefined where none is named that could be pulled. */
  get image(): ImageReference | undefined {
    const { image } = this.container;
    this.#image ??= (typeof image === 'string' ? parseImage(image) : undefined) ?? 'none';
    return this.#image === 'none' ? undefined : this.#image;
  }

  get securityContext(): ContainerSecurityContext | undefined {
    return this.container.securityContext ?? undefined;
  }

  get asContainer(): ContainerView {
    return this;
  }
}

/** The pod of a workload, whatever kind wraps it: shapes are told apart here and nowhere else. */
export class PodView implements Scope {
  readonly kind: KindName;
  readonly object: KubeObject;
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Path of the pod spec below the object, for example `spec.template.spec`. */
  readonly path: string;
  /** Every container: main, init (sidecars too) and ephemeral. */
  readonly containers: readonly ContainerView[];
  /** As the manifest lists them: entries may be of any shape. */
  readonly volumes: readonly (Volume | null | undefined)[];
  /** This pod as the only candidate of a check; none when it has no container. */
  readonly alone: readonly PodView[];
  #scopes: readonly Scope[] | undefined;

  constructor(kind: KindName, object: KubeObject, path: string, metadata: unknown, spec: unknown) {
    this.kind = kind;
    this.object = object;
    this.path = path;
    this.spec = record(spec);
    const { labels, annotations } = record(metadata);
    this.labels = record(labels) as Record<string, string>;
    this.annotations = record(annotations) as Record<string, string>;
    const containers: ContainerView[] = [];
    for (const role of roles) {
      const list = this.spec[role];
      if (!Array.isArray(list)) continue;
      for (let index = 0; index < list.length; index++) {
        const container: unknown = list[index];
        if (isRecord(container)) containers.push(new ContainerView(container, this, role, index));
      }
    }
    this.containers = containers;
    this.volumes = Array.isArray(this.spec.volumes) ? this.spec.volumes : nothing;
    this.alone = containers.length === 0 ? nothing : [this];
  }

  get pod(): PodView {
    return this;
  }

  get asContainer(): undefined {
    return undefined;
  }

  get securityContext(): PodSecurityContext | undefined {
    return this.spec.securityContext ?? undefined;
  }

  /** The pod itself and each of its containers: everywhere an inherited field can be set. */
  get scopes(): readonly Scope[] {
    if (this.containers.length === 0) return nothing;
    return (this.#scopes ??= [this, ...this.containers]);
  }

  /** Path of the pod's metadata below the object, for example `spec.template.metadata`. */
  get metadataPath(): string {
    return this.path === 'spec' ? 'metadata' : `${this.path.slice(0, -'.spec'.length)}.metadata`;
  }

  get isWindows(): boolean {
    return this.spec.os?.name === 'windows';
  }

  get namespace(): string {
    return this.object.metadata.namespace;
  }

  /** The service account that the pod runs as, defaulted as the API server does. */
  get serviceAccount(): string {
    const name: unknown = this.spec.serviceAccountName || this.spec.serviceAccount;
    return typeof name === 'string' && name !== '' ? name : 'default';
  }

  /** Whether root inside is nobody outside, and the release is one whose Pod Security says so (1.35). */
  isUserNamespaced(version: KubernetesVersion): boolean {
    return this.spec.hostUsers === false && atLeast(version, 1, 35);
  }

  /** Whether Linux-only fields of the restricted standard are waived for Windows, as Pod Security does from 1.25 on. */
  isExemptWindows(version: KubernetesVersion): boolean {
    return this.isWindows && atLeast(version, 1, 25);
  }
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : empty;
}

/** The pod that an object of a workload kind is or makes; a pod without containers for anything else. */
export function podView(kind: KindName, object: KubeObject): PodView {
  switch (kind) {
    case 'Pod':
      return new PodView(kind, object, 'spec', object.metadata, object['spec']);
    case 'PodTemplate': {
      const { metadata, spec } = record(object['template']);
      return new PodView(kind, object, 'template.spec', metadata, spec);
    }
    case 'CronJob': {
      const job = record(record(record(object['spec'])['jobTemplate'])['spec']);
      const { metadata, spec } = record(job['template']);
      return new PodView(kind, object, 'spec.jobTemplate.spec.template.spec', metadata, spec);
    }
    default: {
      const { metadata, spec } = record(record(object['spec'])['template']);
      return new PodView(kind, object, 'spec.template.spec', metadata, spec);
    }
  }
}
