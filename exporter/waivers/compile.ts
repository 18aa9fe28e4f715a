import picomatch from 'picomatch';
import type { Judged } from '../checks/judged.ts';
import { selects } from '../checks/subjects/selection.ts';
import type { Exemption } from '../evaluate/exemptions.ts';
import { kinds } from '../model/kinds.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Offence } from '../model/verdict.ts';
import type { Waiver } from '../model/waiver.ts';
import type { World } from '../model/world.ts';
import { lastDayBefore } from './dates.ts';
import { checksOf, type WaiverTerms } from './schema.ts';

/** A waiver ready to be held against offences. */
export interface CompiledWaiver {
  readonly waiver: Waiver;
  readonly checks: ReadonlySet<string>;
  /** Names of namespaces, where it names them without patterns; undefined for any other choice. */
  readonly namespaces: readonly string[] | undefined;
  readonly coversCluster: (name: string) => boolean;
  /** Whether an object is meant, by its name alone: never false where `covers` could be true. */
  readonly mayCover: (ref: ObjectRef) => boolean;
  /** Whether an offence of one of its checks is meant; what it asks the world is a dependency of the judgement. */
  readonly covers: (judged: Judged, offence: Offence, world: World) => boolean;
  readonly exemption: Exemption;
}

/** Makes a waiver ready; it must have passed the schema. */
export function compileWaiver(waiver: Waiver, terms: WaiverTerms): CompiledWaiver {
  const { clusters, namespaces, namespaceSelector, objectSelector, resources, containers } = waiver.match;
  const inNamespace = oneOf(namespaces);
  const inContainer = oneOf(containers);
  const resource = resources?.map(({ kind, name }) => ({
    kind,
    named: oneOf(name === undefined ? undefined : [name]),
  }));

  function mayCover({ kind, namespace, name }: ObjectRef): boolean {
    const home = namespaceOf(kind, { name, namespace });
    if (namespaces !== undefined && (home === '' || !inNamespace(home))) return false;
    if (resource === undefined) return true;
    const plain = kinds[kind].kind;
    return resource.some((one) => (one.kind === kind || one.kind === plain) && one.named(name));
  }

  function covers({ kind, object }: Judged, { container }: Offence, world: World): boolean {
    const { name, labels = {} } = object.metadata;
    if (!mayCover({ kind, namespace: object.metadata.namespace, name })) return false;
    if (containers !== undefined && (container === undefined || !inContainer(container))) return false;
    if (objectSelector !== undefined && !selects(objectSelector, labels)) return false;
    if (namespaceSelector === undefined) return true;
    const namespace = namespaceOf(kind, object.metadata);
    if (namespace === '') return false;
    const home = kind === 'Namespace' ? object : world.find('Namespace', '', namespace);
    return home !== undefined && selects(namespaceSelector, home.metadata.labels ?? {});
  }

  return {
    waiver,
    checks: checksOf(waiver, terms),
    namespaces: namespaces?.every((name) => /^[-a-z0-9.]+$/.test(name)) ? namespaces : undefined,
    coversCluster: oneOf(clusters),
    mayCover,
    covers,
    exemption: { id: exemptionId(waiver.name), reason: explanation(waiver) },
  };
}

/** How exemptions by a waiver are called, beside those of the platform. */
export function exemptionId(name: string): string {
  return `waiver/${name}`;
}

/** The namespace of an object, to which a Namespace belongs itself; empty outside of namespaces. */
export function namespaceOf(
  kind: Judged['kind'],
  { name, namespace }: Pick<Judged['object']['metadata'], 'name' | 'namespace'>,
): string {
  return kind === 'Namespace' ? name : namespace;
}

function explanation({ reason, type, approver, expiresAt, ticket }: Waiver): string {
  const facts = [
    `${type} until ${lastDayBefore(expiresAt)}`,
    `approved by ${approver}`,
    ...(ticket === undefined ? [] : [ticket]),
  ];
  return `${reason} (${facts.join(', ')})`;
}

function oneOf(patterns: readonly string[] | undefined): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  return picomatch([...patterns], { dot: true });
}
