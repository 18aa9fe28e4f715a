import type { KindName } from '../model/kinds.ts';
import { at, isRecord, records } from '../model/record.ts';
import { redacted, secretClassOf } from '../model/secret-class.ts';
import { withoutSecrets } from './command-line.ts';
import { harmlessValue } from './harmless-values.ts';
import { secretIn } from './secret-text.ts';

type Json = Record<string, unknown>;

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const hooks = ['postStart', 'preStop'];

/** Literal secrets of a workload become their class, in place: in variables, commands, and calls of probes and hooks. */
export function redactPod(kind: KindName, object: Json): void {
  const spec = podSpecOf(kind, object);
  if (!isRecord(spec)) return;
  for (const list of containerLists) for (const container of records(spec[list])) redactContainer(container);
}

function redactContainer(container: Json): void {
  redactPairs(container['env']);
  redactCommand(container, 'command');
  redactCommand(container, 'args');
  for (const probe of probes) redactHandler(container[probe]);
  for (const hook of hooks) redactHandler(at(container, 'lifecycle', hook));
}

function redactHandler(handler: unknown): void {
  const exec = at(handler, 'exec');
  if (isRecord(exec)) redactCommand(exec, 'command');
  redactPairs(at(handler, 'httpGet', 'httpHeaders'));
}

function redactCommand(holder: Json, field: string): void {
  const list = holder[field];
  if (Array.isArray(list)) holder[field] = withoutSecrets(list);
}

function redactPairs(list: unknown): void {
  for (const pair of records(list)) {
    const { name, value } = pair;
    if (typeof value === 'string') pair['value'] = withoutSecret(typeof name === 'string' ? name : '', value);
  }
}

/** Headers whose value is a credential whatever it looks like. */
const tellingHeader = /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-[a-z-]*(?:key|token|secret)$/i;

/** The value of a variable or header, or the class of the secret that it is. */
export function withoutSecret(name: string, value: string): string {
  if (secretClassOf(value) !== undefined) return value;
  const found = secretIn(name, value);
  if (found !== undefined) return redacted(found);
  return tellingHeader.test(name) && !harmlessValue(value) ? redacted('name') : value;
}

function podSpecOf(kind: KindName, object: Json): unknown {
  switch (kind) {
    case 'Pod':
      return object['spec'];
    case 'PodTemplate':
      return at(object, 'template', 'spec');
    case 'CronJob':
      return at(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
    case 'ReplicationController':
      return at(object, 'spec', 'template', 'spec');
    default:
      return undefined;
  }
}
