import { Judged } from '../checks/judged.ts';
import { disclosed, withheld } from '../ingest/disclosed.ts';
import { readPath } from '../model/field-path.ts';
import { kinds, type Kind, type KindName } from '../model/kinds.ts';
import { objectKey, type KubeObject } from '../model/object.ts';
import { partOf } from '../model/verdict.ts';
import type { Evidence, EvidenceField, FindingSubject } from '../publish/posture.ts';
import type { Evaluated } from './accepted.ts';

const mostFields = 20;
/** Characters of one value, names of fields included. */
const longestValue = 4_096;
const longestText = 512;

/** What a finding objects to, read from the object that was evaluated; or why it cannot be read. */
export function evidenceOf({ inventory, evaluator, engine }: Evaluated, about: FindingSubject): Evidence {
  const { kind, namespace, name } = about;
  if (!inventory.isVisible(kind)) {
    return { unavailable: `${kind} cannot be seen now: ${inventory.reason(kind) ?? inventory.status(kind)}.` };
  }
  const key = objectKey(kind, namespace, name);
  const object = inventory.find(kind, namespace, name);
  if (object === undefined)
    return { unavailable: 'The object is gone; its finding is resolved within the next cycle.' };
  const violation = engine
    .evaluation(key)
    ?.violations.find((one) => evaluator.checks[one.check]?.id === about.check && partOf(one) === about.part);
  if (violation === undefined || engine.isDue(key)) {
    return { unavailable: 'The object has changed and is about to be evaluated again. Ask again in a moment.' };
  }
  const check = evaluator.checks[violation.check];
  const fields = check?.fields ?? [];
  const shown = disclosed(kind, object);
  // Worked out from what may be shown, so that it cannot hold what may not.
  const body = check?.patchFor(new Judged(kind, shown as unknown as KubeObject), violation);
  const { resourceVersion } = object.metadata;
  return {
    ...(resourceVersion !== undefined && { resourceVersion }),
    fields: pathsOf(violation.path, fields)
      .flatMap((path, index): readonly EvidenceField[] => {
        const read = readPath(shown, path);
        if (read.found === 'value') return [{ path, ...bounded(read.value) }];
        return read.found === 'nothing' || index === 0 ? [{ path }] : [];
      })
      .slice(0, mostFields),
    ...(body !== undefined && isWhole(body) && { patch: { type: patchType(kind), body: { ...body } } }),
  };
}

/** Whether a patch says all that it has to: none that would write back what stands for a secret, or is too long to be read. */
function isWhole(body: object): boolean {
  const text = JSON.stringify(body);
  return text.length <= longestValue && !text.includes(withheld) && !text.includes('[redacted: ');
}

/** Only Kubernetes' own kinds know how to merge lists by name. */
function patchType(kind: KindName): 'strategic' | 'merge' {
  const { custom }: Kind = kinds[kind];
  return custom === true ? 'merge' : 'strategic';
}

/** The path of an offence, and where the other fields that its check decides by stand beside it. */
function pathsOf(path: string, fields: readonly string[]): readonly string[] {
  const [first] = fields;
  if (first === undefined || (path !== first && !path.endsWith(`.${first}`))) return [path];
  const candidate = path.slice(0, path.length - first.length);
  return [path, ...fields.slice(1).map((field) => candidate + field)];
}

/** A value of limited size, and whether anything of it is missing. */
function bounded(value: unknown): Omit<EvidenceField, 'path'> {
  const state = { left: longestValue, cut: false, hidden: false };

  function taken(part: unknown): unknown {
    if (typeof part === 'string') {
      if (part === withheld || part.includes('[redacted: ')) state.hidden = true;
      const text = part.slice(0, Math.min(longestText, Math.max(0, state.left)));
      if (text.length < part.length) state.cut = true;
      state.left -= text.length + 2;
      return text;
    }
    if (typeof part !== 'object' || part === null) {
      state.left -= 8;
      return part;
    }
    const entries = Object.entries(part);
    const kept: [string, unknown][] = [];
    for (const [key, inner] of entries) {
      if (state.left <= key.length) break;
      state.left -= key.length + 4;
      kept.push([key, taken(inner)]);
    }
    if (kept.length < entries.length) state.cut = true;
    return Array.isArray(part) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
  }

  const kept = taken(value);
  return { value: kept, ...(state.hidden && { redacted: true }), ...(state.cut && { cut: true }) };
}
