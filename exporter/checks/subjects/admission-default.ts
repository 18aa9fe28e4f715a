import { controlPlaneName } from '../../model/control-plane.ts';
import { at } from '../../model/record.ts';
import { Unseen, type World } from '../../model/world.ts';

const flag = 'admission-control-config-file';

/**
 * Throws Unseen where the API server takes a file that may hold every namespace to a standard of its own: what the file
 * says cannot be seen, and neither passing nor failing would be true. Reads ControlPlane.
 */
export function requireNoAdmissionDefault(world: World): void {
  const file = at(world.find('ControlPlane', '', controlPlaneName), 'flags', flag);
  if (typeof file !== 'string' || file === '') return;
  throw new Unseen(`The file of --${flag}, which may enforce a standard everywhere, is out of sight.`);
}
