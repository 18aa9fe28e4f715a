import type { KindName } from '../model/kinds.ts';

/** What the API server accepts at a place; `null` counts as nothing everywhere. */
type Shape =
  | 'string'
  | 'boolean'
  | 'integer'
  | { readonly list: Shape; readonly required?: true }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

const texts: Shape = { list: 'string' };
const profile: Shape = { fields: { type: 'string', localhostProfile: 'string' } };
const inherited = {
  runAsUser: 'integer',
  runAsGroup: 'integer',
  runAsNonRoot: 'boolean',
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: { map: 'string' },
  windowsOptions: { fields: { hostProcess: 'boolean', runAsUserName: 'string' } },
} as const;

const container: Shape = {
  required: ['name'],
  fields: {
    name: 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: texts,
    args: texts,
    env: { list: { required: ['name'], fields: { name: 'string', value: 'string', valueFrom: { fields: {} } } } },
    envFrom: { list: { fields: {} } },
    ports: { list: { fields: { containerPort: 'integer', hostPort: 'integer', hostIP: 'string' } } },
    volumeMounts: { list: { fields: { name: 'string', mountPath: 'string', readOnly: 'boolean' } } },
    securityContext: {
      fields: {
        ...inherited,
        privileged: 'boolean',
        allowPrivilegeEscalation: 'boolean',
        readOnlyRootFilesystem: 'boolean',
        procMount: 'string',
        capabilities: { fields: { add: texts, drop: texts } },
      },
    },
  },
};

const podSpec: Shape = {
  required: ['containers'],
  fields: {
    containers: { list: container, required: true },
    initContainers: { list: container },
    ephemeralContainers: { list: container },
    volumes: {
      list: {
        required: ['name'],
        fields: { name: 'string', hostPath: { fields: { path: 'string', type: 'string' } } },
      },
    },
    hostNetwork: 'boolean',
    hostPID: 'boolean',
    hostIPC: 'boolean',
    hostUsers: 'boolean',
    automountServiceAccountToken: 'boolean',
    serviceAccountName: 'string',
    serviceAccount: 'string',
    os: { fields: { name: 'string' } },
    securityContext: {
      fields: {
        ...inherited,
        fsGroup: 'integer',
        supplementalGroups: { list: 'integer' },
        sysctls: { list: { fields: { name: 'string', value: 'string' } } },
      },
    },
  },
};

const metadata: Shape = {
  fields: {
    labels: { map: 'string' },
    annotations: { map: 'string' },
    ownerReferences: { list: { fields: { kind: 'string', name: 'string', controller: 'boolean' } } },
  },
};
const template: Shape = { fields: { metadata, spec: podSpec }, required: ['spec'] };
const controller: Shape = {
  fields: { metadata, spec: { fields: { template }, required: ['template'] } },
  required: ['spec'],
};
const role: Shape = {
  fields: {
    metadata,
    rules: {
      list: {
        fields: { apiGroups: texts, resources: texts, verbs: texts, resourceNames: texts, nonResourceURLs: texts },
      },
    },
  },
};
const binding: Shape = {
  required: ['roleRef'],
  fields: {
    metadata,
    roleRef: { required: ['kind', 'name'], fields: { apiGroup: 'string', kind: 'string', name: 'string' } },
    subjects: {
      list: {
        required: ['kind', 'name'],
        fields: { apiGroup: 'string', kind: 'string', name: 'string', namespace: 'string' },
      },
    },
  },
};

/** The fields that verdicts hang on, for each kind that has some beside its metadata. */
const shapes: Partial<Record<KindName, Shape>> = {
  Pod: { fields: { metadata, spec: podSpec }, required: ['spec'] },
  PodTemplate: { fields: { metadata, template }, required: ['template'] },
  Deployment: controller,
  ReplicaSet: controller,
  StatefulSet: controller,
  DaemonSet: controller,
  Job: controller,
  ReplicationController: { fields: { metadata, spec: { fields: { template } } } },
  CronJob: {
    required: ['spec'],
    fields: { metadata, spec: { fields: { jobTemplate: controller }, required: ['jobTemplate'] } },
  },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  ServiceAccount: { fields: { metadata, automountServiceAccountToken: 'boolean' } },
  Service: {
    fields: {
      metadata,
      spec: {
        fields: {
          type: 'string',
          externalIPs: texts,
          loadBalancerSourceRanges: texts,
          ports: { list: { fields: { port: 'integer', nodePort: 'integer' } } },
        },
      },
    },
  },
  NetworkPolicy: {
    fields: {
      metadata,
      spec: { fields: { policyTypes: texts, ingress: { list: { fields: {} } }, egress: { list: { fields: {} } } } },
    },
  },
  Ingress: {
    fields: {
      metadata,
      spec: {
        fields: {
          tls: { list: { fields: { hosts: texts, secretName: 'string' } } },
          rules: { list: { fields: { host: 'string' } } },
        },
      },
    },
  },
};
const anyObject: Shape = { fields: { metadata } };

const mostRefusals = 5;

/**
 * Why the API server would refuse an object, as far as verdicts depend on it: sentences that name the field and the
 * type, never the value. At most five.
 */
export function refusals(kind: KindName, object: unknown): readonly string[] {
  const found: string[] = [];
  inspect(shapes[kind] ?? anyObject, object, '', found);
  return found;
}

function inspect(shape: Shape, value: unknown, path: string, found: string[]): void {
  if (value === undefined || value === null || found.length >= mostRefusals) return;
  const actual = typeOf(value);
  const wanted = nameOf(shape);
  if (actual !== wanted) {
    found.push(`${path} is ${withArticle(actual)}; the API server accepts only ${withArticle(wanted)}`);
    return;
  }
  if (typeof shape === 'string') return;
  if ('list' in shape) {
    const list = value as readonly unknown[];
    if (shape.required && list.length === 0) found.push(`${path} is empty; the API server requires at least one`);
    list.forEach((element, index) => inspect(shape.list, element, `${path}[${index}]`, found));
    return;
  }
  const map = value as Readonly<Record<string, unknown>>;
  if ('map' in shape) {
    for (const [key, inner] of Object.entries(map)) inspect(shape.map, inner, `${path}.${key}`, found);
    return;
  }
  for (const key of shape.required ?? []) {
    const inner = Object.hasOwn(map, key) ? map[key] : undefined;
    if (inner === undefined || inner === null || inner === '') {
      found.push(`${below(path, key)} is missing; the API server requires it`);
    }
  }
  for (const [key, inner] of Object.entries(shape.fields)) {
    if (Object.hasOwn(map, key)) inspect(inner, map[key], below(path, key), found);
  }
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function nameOf(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return 'list' in shape ? 'list' : 'mapping';
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'mapping' : typeof value;
}

function withArticle(noun: string): string {
  return `${noun === 'integer' ? 'an' : 'a'} ${noun}`;
}
