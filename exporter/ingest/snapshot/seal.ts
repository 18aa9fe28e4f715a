import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import { withoutSecrets } from '../../normalize/command-line.ts';
import { withoutSecret } from '../../normalize/pod-secrets.ts';
import { project } from '../../normalize/project.ts';

type Json = Record<string, unknown>;

/**
 * A copy of a projected object that may leave the cluster: in place of every literal that looks like a secret stands its
 * class, in annotations and custom fields too.
 */
export function sealed(kind: KindName, object: KubeObject): KubeObject {
  // Nothing of a Secret or ConfigMap is written that projection would not keep, whoever delivered the object.
  const kept = kind === 'Secret' || kind === 'ConfigMap' ? project(kind, object) : object;
  const copy = walk('', kept) as Json & { metadata: Json };
  const { annotations } = copy.metadata;
  if (isRecord(annotations)) {
    copy.metadata['annotations'] = Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        key,
        typeof value === 'string' ? withoutSecret(key, value) : value,
      ]),
    );
  }
  return copy as unknown as KubeObject;
}

function walk(key: string, value: unknown): unknown {
  if (typeof value === 'string') return withoutSecret('', value);
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (key === 'args' || key === 'command') return withoutSecrets(list);
    return list.map((element) => walk(key, element));
  }
  if (!isRecord(value)) return value;
  const copy: Json = {};
  for (const [inner, below] of Object.entries(value)) if (inner !== '__proto__') copy[inner] = walk(inner, below);
  // Environment variables, HTTP headers and the like: the name says what the value is.
  if (typeof copy['name'] === 'string' && typeof copy['value'] === 'string') {
    copy['value'] = withoutSecret(copy['name'], copy['value']);
  }
  return copy;
}
