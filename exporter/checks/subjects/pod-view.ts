import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Container, PodSpec, Volume } from '../../model/pod.ts';

export type ContainerRole = 'containers' | 'initContainers' | 'ephemeralContainers';

const roles: readonly ContainerRole[] = ['containers', 'initContainers', 'ephemeralContainers'];
const nothing: readonly never[] = [];

/** A container where it stands in its pod. */
export class ContainerView {
  readonly container: Container;
  readonly pod: PodView;
  readonly role: ContainerRole;
  readonly index: number;

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
}

/** The pod of a workload, whatever kind wraps it: shapes are told apart here and nowhere else. */
export class PodView {
  readonly kind: KindName;
  readonly object: KubeObject;
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Path of the pod spec below the object, for example `spec.template.spec`. */
  readonly path: string;
  /** Every container: main, init (sidecars too) and ephemeral. */
  readonly containers: readonly ContainerView[];
  readonly volumes: readonly Volume[];

  constructor(kind: KindName, object: KubeObject, path: string, template: Record<string, unknown>) {
    this.kind = kind;
    this.object = object;
    this.path = path;
    this.spec = record(template['spec']) as PodSpec;
    const metadata = record(template['metadata']);
    this.labels = record(metadata['labels']) as Record<string, string>;
    this.annotations = record(metadata['annotations']) as Record<string, string>;
    const containers: ContainerView[] = [];
    for (const role of roles) {
      const list = this.spec[role];
      if (!Array.isArray(list)) continue;
      list.forEach((container: unknown, index) => {
        if (isRecord(container)) containers.push(new ContainerView(container as Container, this, role, index));
      });
    }
    this.containers = containers;
    const volumes: unknown = this.spec.volumes;
    this.volumes = Array.isArray(volumes) ? (volumes as unknown[]).filter(isRecord) : nothing;
  }

  get isWindows(): boolean {
    return this.spec.os?.name === 'windows';
  }

  get namespace(): string {
    return this.object.metadata.namespace;
  }

  /** The service account that the pod runs as, defaulted as the API server does. */
  get serviceAccount(): string {
    return this.spec.serviceAccountName || this.spec.serviceAccount || 'default';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The pod that an object of a workload kind is or makes; a pod without containers for anything else. */
export function podView(kind: KindName, object: KubeObject): PodView {
  switch (kind) {
    case 'Pod':
      return new PodView(kind, object, 'spec', { metadata: object.metadata, spec: object['spec'] });
    case 'PodTemplate':
      return new PodView(kind, object, 'template.spec', record(object['template']));
    case 'CronJob': {
      const job = record(record(record(object['spec'])['jobTemplate'])['spec']);
      return new PodView(kind, object, 'spec.jobTemplate.spec.template.spec', record(job['template']));
    }
    default:
      return new PodView(kind, object, 'spec.template.spec', record(record(object['spec'])['template']));
  }
}
