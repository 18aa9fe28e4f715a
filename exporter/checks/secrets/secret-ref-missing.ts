import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { isRecord, records } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { entries } from '../subjects/field.ts';
import { containerWith as container, pod } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { quoted } from '../text.ts';

/** What a pod asks for: an object, and entries of it. */
interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly keys: readonly string[];
  readonly path: string;
}

const settings: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { level: 'info' },
};
const db: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  stringData: { password: 'x' },
};

export const secretRefMissing = defineCheck({
  id: 'secret-ref-missing',
  title: 'Pod asks for a Secret or ConfigMap that is not there',
  category: 'secrets',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {},
  because:
    'The next pod that starts waits for it and does not run; and whoever may create the missing object decides what the program gets.',
  remedy: 'Create the object or the entry, correct the name, or set `optional: true` where the program does without.',

  subject: pod,
  fields: ['containers', 'initContainers', 'volumes'],
  reads: ['Secret', 'ConfigMap'],
  violatedBy(view, world) {
    const references = referencesOf(view);
    if (references.length === 0) return 'not_applicable';
    const offences = new Map<string, Offence>();
    for (const { kind, name, keys, path } of references) {
      const missing = missingIn(world, view.namespace, { kind, name, keys });
      if (missing === undefined) continue;
      const part = `${kind}/${name}/${missing}`;
      const what = missing === '' ? 'there is none of that name' : `it has no key ${quoted(missing)}`;
      offences.set(part, { path, part, message: `${path} refers to ${kind} ${quoted(name)}: ${what}` });
    }
    return [...offences.values()];
  },

  examples: {
    violating: {
      'the Secret of a variable is not there': {
        spec: {
          containers: [
            container({ env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] }),
          ],
        },
      },
      'the Secret has no such key': given(
        {
          spec: {
            containers: [container({ env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'user' } } }] })],
          },
        },
        db,
      ),
      'the ConfigMap of a variable is not there': {
        spec: {
          containers: [
            container({ env: [{ name: 'L', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } }] }),
          ],
        },
      },
      'all variables come from what is not there': {
        spec: { containers: [container({ envFrom: [{ secretRef: { name: 'db' } }] })] },
      },
      'the container is an init container': {
        spec: { initContainers: [container({ name: 'init', envFrom: [{ configMapRef: { name: 'settings' } }] })] },
      },
      'the Secret of a volume is not there': { spec: { volumes: [{ name: 'db', secret: { secretName: 'db' } }] } },
      'a volume shows a key that is not there': given(
        { spec: { volumes: [{ name: 'db', secret: { secretName: 'db', items: [{ key: 'user', path: 'user' }] } }] } },
        db,
      ),
      'the ConfigMap of a volume is not there': { spec: { volumes: [{ name: 's', configMap: { name: 'settings' } }] } },
      'a projected volume shows what is not there': {
        spec: { volumes: [{ name: 'all', projected: { sources: [{ secret: { name: 'db' } }] } }] },
      },
      'it is in another namespace': given(
        { spec: { containers: [container({ envFrom: [{ secretRef: { name: 'db' } }] })] } },
        { ...db, metadata: { name: 'db', namespace: 'other' } },
      ),
    },
    compliant: {
      'Kubernetes puts it into every namespace': {
        spec: {
          volumes: [
            { name: 'ca', configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
        },
      },
      'everything is there': given(
        {
          spec: {
            containers: [
              container({
                env: [
                  { name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
                  { name: 'L', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
                ],
                envFrom: [{ secretRef: { name: 'db' } }],
              }),
            ],
            volumes: [
              { name: 'db', secret: { secretName: 'db', items: [{ key: 'password', path: 'p' }] } },
              { name: 'all', projected: { sources: [{ configMap: { name: 'settings' } }] } },
            ],
          },
        },
        db,
        settings,
      ),
    },
    notApplicable: {
      'nothing is asked for': {},
      'it may be missing': {
        spec: {
          containers: [
            container({
              env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password', optional: true } } }],
              envFrom: [{ secretRef: { name: 'db', optional: true } }],
            }),
          ],
          volumes: [{ name: 'db', secret: { secretName: 'db', optional: true } }],
        },
      },
      'the lists are null': { spec: { volumes: null, containers: [container({ env: null, envFrom: null })] } },
    },
  },
});

function referencesOf(view: PodView): readonly Reference[] {
  const found: Reference[] = [];
  const add = (
    kind: Reference['kind'],
    source: unknown,
    path: string,
    keysOf: (source: Readonly<Record<string, unknown>>) => unknown[],
  ) => {
    if (!isRecord(source) || source['optional'] === true) return;
    const name = source['name'] ?? source['secretName'];
    if (typeof name !== 'string' || name === '') return;
    found.push({ kind, name, keys: keysOf(source).filter((key) => typeof key === 'string'), path });
  };
  const oneKey = (source: Readonly<Record<string, unknown>>): unknown[] => [source['key']];
  const items = (source: Readonly<Record<string, unknown>>): unknown[] =>
    records(source['items']).map(({ key }) => key);
  for (const {
    container: { env, envFrom },
    path,
  } of view.containers) {
    entries(env).forEach((variable, index) => {
      const from = `${path}.env[${index}].valueFrom`;
      add('Secret', variable?.valueFrom?.secretKeyRef, `${from}.secretKeyRef`, oneKey);
      add('ConfigMap', variable?.valueFrom?.configMapKeyRef, `${from}.configMapKeyRef`, oneKey);
    });
    entries(envFrom).forEach((source, index) => {
      add('Secret', source?.secretRef, `${path}.envFrom[${index}].secretRef`, () => []);
      add('ConfigMap', source?.configMapRef, `${path}.envFrom[${index}].configMapRef`, () => []);
    });
  }
  view.volumes.forEach((volume, index) => {
    if (!isRecord(volume)) return;
    const path = `${view.path}.volumes[${index}]`;
    add('Secret', volume['secret'], `${path}.secret`, items);
    add('ConfigMap', volume['configMap'], `${path}.configMap`, items);
    const projected = isRecord(volume['projected']) ? volume['projected'] : {};
    records(projected['sources']).forEach((source, place) => {
      add('Secret', source['secret'], `${path}.projected.sources[${place}].secret`, items);
      add('ConfigMap', source['configMap'], `${path}.projected.sources[${place}].configMap`, items);
    });
  });
  return found;
}

/** The first key that is missing, an empty text for the object itself, or undefined when everything is there. */
function missingIn(
  world: World,
  namespace: string,
  { kind, name, keys }: Pick<Reference, 'kind' | 'name' | 'keys'>,
): string | undefined {
  // Kubernetes puts this one into every namespace, and no file shows it.
  if (kind === 'ConfigMap' && name === 'kube-root-ca.crt') return keys.find((key) => key !== 'ca.crt');
  const object = world.find(kind, namespace, name);
  if (object === undefined) return '';
  const present: unknown = object['keys'];
  return keys.find((key) => !(Array.isArray(present) && present.includes(key)));
}
