import type { KindStatus } from '../contract/vocabulary.ts';
import { isMadeFromTemplate, kindNamed, type KindName } from '../model/kinds.ts';
import { isRecord } from '../model/record.ts';
import type { Standing } from './survey.ts';

/** The kind of the controller whose template stands for this raw pod, if it has one. */
export function templateOwner(raw: Record<string, unknown>): KindName | undefined {
  const metadata = raw['metadata'];
  const references = isRecord(metadata) ? metadata['ownerReferences'] : undefined;
  if (!Array.isArray(references)) return undefined;
  const controller = (references as unknown[]).filter(isRecord).find((reference) => reference['controller'] === true);
  if (controller === undefined) return undefined;
  const kind = kindNamed(String(controller['apiVersion']), String(controller['kind']));
  return kind !== undefined && isMadeFromTemplate('Pod', kind) ? kind : undefined;
}

/** Which controllers are seen, so that their templates answer for their pods. */
export interface OwnerVisibility {
  readonly answersForPods: (kind: KindName) => boolean;
  readonly statusChanged: (kind: KindName, status: KindStatus) => void;
}

/** `changed` is called when pods must be read again, because a controller kind came into sight or went out of it. */
export function createOwnerVisibility(
  followed: readonly KindName[],
  standing: (kind: KindName) => Standing,
  changed: () => void,
): OwnerVisibility {
  const seen = new Set(
    followed.filter((kind) => {
      const { target, missing } = standing(kind);
      return isMadeFromTemplate('Pod', kind) && target !== undefined && missing.length === 0;
    }),
  );
  return {
    answersForPods: (kind) => seen.has(kind),
    statusChanged(kind, status) {
      if (!isMadeFromTemplate('Pod', kind)) return;
      const visible = status !== 'forbidden' && status !== 'absent';
      if (visible === seen.has(kind)) return;
      if (visible) seen.add(kind);
      else seen.delete(kind);
      changed();
    },
  };
}
