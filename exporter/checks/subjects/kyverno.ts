import { isRecord, records } from '../../model/record.ts';
import { isSet, texts } from './field.ts';
import { selects, type Labels } from './selection.ts';
import { matchesWildcard } from './wildcard.ts';

type Block = Readonly<Record<string, unknown>>;

/** A namespace as policies tell them apart. */
export interface PolicedNamespace {
  readonly name: string;
  readonly labels: Labels;
}

/** Whether the API server refuses what fails a part of a Kyverno policy (`validate`, `verifyImages[]`) in a namespace. */
export function kyvernoEnforces(spec: Block, part: Block, namespace: PolicedNamespace): boolean {
  const override = overridesOf(spec, part).find(({ namespaces }) => namesAny(namespaces, namespace.name));
  return isEnforced(override?.['action'] ?? usualAction(spec, part));
}

/** Whether it does so in any namespace. */
export function kyvernoEnforcesSomewhere(spec: Block, part: Block): boolean {
  return isEnforced(usualAction(spec, part)) || overridesOf(spec, part).some(({ action }) => isEnforced(action));
}

/** Whether a rule of a Kyverno policy is about some pods. */
export function kyvernoNamesPods({ match }: Block): boolean {
  if (!isRecord(match)) return false;
  return [...records(match['any']), ...records(match['all']), match].some(({ resources }) => namesPods(resources));
}

/** Whether a rule of a Kyverno policy holds for every pod of a namespace, the ones to come included. */
export function kyvernoTakesPods({ match, exclude }: Block, namespace: PolicedNamespace): boolean {
  if (!isRecord(match)) return false;
  const all = records(match['all']);
  const required = all.length === 0 && 'resources' in match ? [match] : all;
  const matched =
    records(match['any']).some(({ resources }) => takesPods(resources, namespace)) ||
    (required.length > 0 && required.every(({ resources }) => takesPods(resources, namespace)));
  if (!matched) return false;
  const excluded = isRecord(exclude) ? [...records(exclude['any']), ...records(exclude['all']), exclude] : [];
  return !excluded.some(({ resources }) => leavesOut(resources, namespace));
}

function usualAction(spec: Block, part: Block): unknown {
  return part['failureAction'] ?? spec['validationFailureAction'];
}

function overridesOf(spec: Block, part: Block): readonly Block[] {
  return records(part['failureActionOverrides'] ?? spec['validationFailureActionOverrides']);
}

/** The older spelling of the word begins with a small letter. */
function isEnforced(action: unknown): boolean {
  return action === 'Enforce' || action === 'enforce';
}

function namesPods(filter: unknown): boolean {
  return isRecord(filter) && texts(filter['kinds']).some((kind) => /(?:^|\/)(?:Pod|\*)$/.test(kind));
}

/** Whether a filter takes every pod of the namespace: one that asks for names or labels of pods lets others by. */
function takesPods(filter: unknown, { name, labels }: PolicedNamespace): boolean {
  if (!isRecord(filter) || !namesPods(filter)) return false;
  const { namespaces, namespaceSelector, selector, names, annotations } = filter;
  if (isSet(selector) || isFilled(names) || isSet(filter['name']) || isFilled(annotations)) return false;
  if (isFilled(namespaces) && !namesAny(namespaces, name)) return false;
  return !isSet(namespaceSelector) || (isRecord(namespaceSelector) && selects(namespaceSelector, labels));
}

function leavesOut(filter: unknown, { name, labels }: PolicedNamespace): boolean {
  if (!isRecord(filter)) return false;
  const { namespaces, namespaceSelector } = filter;
  return namesAny(namespaces, name) || (isRecord(namespaceSelector) && selects(namespaceSelector, labels));
}

function namesAny(patterns: unknown, name: string): boolean {
  return texts(patterns).some((pattern) => matchesWildcard(pattern, name));
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}
