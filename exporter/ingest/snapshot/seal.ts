import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import { redacted, secretClassOf } from '../../model/secret-class.ts';
import { project } from '../../normalize/project.ts';
import { detectSecret } from '../../normalize/secret-values.ts';

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
      Object.entries(annotations).map(([key, value]) => [key, typeof value === 'string' ? guarded(key, value) : value]),
    );
  }
  return copy as unknown as KubeObject;
}

function classMark(key: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (secretClassOf(value) !== undefined) return value;
  const found = detectSecret(key, value);
  return found === undefined ? undefined : redacted(found);
}

function walk(key: string, value: unknown): unknown {
  if (typeof value === 'string') return classMark('', value) ?? value;
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (key === 'args' || key === 'command') return commandLine(list);
    return list.map((element) => walk(key, element));
  }
  if (!isRecord(value)) return value;
  const copy: Json = {};
  for (const [inner, below] of Object.entries(value)) if (inner !== '__proto__') copy[inner] = walk(inner, below);
  // Environment variables, HTTP headers and the like: the name says what the value is.
  if (typeof copy['name'] === 'string' && typeof copy['value'] === 'string') {
    copy['value'] = guarded(copy['name'], copy['value']);
  }
  return copy;
}

/** `--password=x`, `--password x` and `PASSWORD=x` within a script are guarded by the name of the option. */
function commandLine(list: readonly unknown[]): unknown[] {
  let option = '';
  return list.map((argument) => {
    if (typeof argument !== 'string') return argument;
    const before = option;
    option = /^--?[\w.-]+$/.test(argument) ? argument : '';
    const whole = guarded(argument.startsWith('-') ? '' : before, argument);
    if (whole !== argument) return whole;
    return argument.replace(assignment, (match, name: string, sign: string, value: string) => {
      const safe = guarded(name, value);
      return safe === value ? match : `${name}${sign}${safe}`;
    });
  });
}

const assignment = /([\w.-]+)(=|:[ \t]*)("[^"]*"|'[^']*'|[^\s"']+)/g;
const tellingHeader = /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-.*-key$/i;

function guarded(name: string, value: string): string {
  if (tellingHeader.test(name)) return redacted('name');
  return classMark(name, value) ?? value;
}
