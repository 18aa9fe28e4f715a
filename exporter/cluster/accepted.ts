import type { Check } from '../checks/define.ts';
import { Judged } from '../checks/judged.ts';
import type { Engine } from '../evaluate/engine.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { Exempt, GrantedExemptions } from '../evaluate/exemptions.ts';
import { TrackedWorld } from '../evaluate/tracked-world.ts';
import type { Inventory } from '../model/inventory.ts';
import { refOf } from '../model/object.ts';
import type { Offence } from '../model/verdict.ts';
import type { WaiverView } from '../model/waiver.ts';
import { Unseen, type World } from '../model/world.ts';
import type { ExemptOffence } from '../publish/posture.ts';
import type { Answerable } from './answerable.ts';

/** What is known of one cluster's objects and of what checks say of them. */
export interface Evaluated {
  readonly inventory: Inventory;
  readonly evaluator: Evaluator;
  readonly engine: Engine;
  readonly answerable: Pick<Answerable, 'teamOf'>;
}

/** Every offence that an exemption accepts, with whose it is. */
export function* exemptOffencesOf({
  inventory,
  evaluator,
  engine,
  answerable,
}: Evaluated): Generator<ExemptOffence, void> {
  for (const [key, { violations }] of engine.evaluations()) {
    for (const { check: index, exemption, ...offence } of violations) {
      if (exemption === undefined) continue;
      const check = evaluator.checks[index];
      const ref = refOf(key);
      const object = inventory.find(ref.kind, ref.namespace, ref.name);
      if (check === undefined || object === undefined) continue;
      yield {
        ref,
        apiVersion: object.apiVersion,
        team: answerable.teamOf(ref.kind, object),
        check,
        offence,
        exemption,
      };
    }
  }
}

/** What annotations of other tools at objects propose, with how many offences each is about. */
export function proposedWaiversOf(
  { inventory, evaluator, engine }: Evaluated,
  granted: GrantedExemptions,
): readonly WaiverView[] {
  const found: WaiverView[] = [];
  for (const [key, { violations }] of engine.evaluations()) {
    const ref = refOf(key);
    const object = inventory.find(ref.kind, ref.namespace, ref.name);
    if (object?.metadata.annotations === undefined) continue;
    for (const view of granted.proposedAt(object, ref)) {
      const about = violations.filter(({ check }) => view.checks.includes(evaluator.checks[check]?.id ?? ''));
      const accepted = about.filter(({ exemption }) => exemption?.id.startsWith('annotation/'));
      found.push({ ...view, matched: (view.state === 'proposed' ? about : accepted).length });
    }
  }
  return found;
}

/** How many open offences an exemption would accept. */
export function acceptedOf({ inventory, evaluator, engine }: Evaluated, exempt: Exempt): number {
  let accepted = 0;
  const world = new TrackedWorld(inventory);
  for (const [key, { violations }] of engine.evaluations()) {
    const open = violations.filter(({ exemption }) => exemption === undefined);
    if (open.length === 0) continue;
    const { kind, namespace, name } = refOf(key);
    const object = inventory.find(kind, namespace, name);
    if (object === undefined) continue;
    const judged = new Judged(kind, object);
    for (const { check: index, ...offence } of open) {
      const check = evaluator.checks[index];
      if (check !== undefined && isAccepted(exempt, check, judged, offence, world)) accepted += 1;
    }
  }
  return accepted;
}

function isAccepted(exempt: Exempt, check: Check, judged: Judged, offence: Offence, world: World): boolean {
  try {
    return exempt(check.id, judged, offence, world) !== undefined;
  } catch (error) {
    // What cannot be seen does not speak for it.
    if (error instanceof Unseen) return false;
    throw error;
  }
}
