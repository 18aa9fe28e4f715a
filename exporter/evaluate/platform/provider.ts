import { controlPlaneName } from '../../model/control-plane.ts';
import { at } from '../../model/record.ts';
import { Unseen, type World } from '../../model/world.ts';

/** Providers whose names for users and roles mean nothing on anybody else's cluster. */
export type Provider = 'eks' | 'gke' | 'aks';

/**
 * Whether a cluster may be one of these providers': it is not where the control plane says whose it is, and may be where
 * nothing says so, as in files.
 */
export function mayBeOf(providers: readonly Provider[] | undefined, world: World): boolean {
  if (providers === undefined) return true;
  const said = providerOf(world);
  return said === undefined || said === 'unknown' || (providers as readonly unknown[]).includes(said);
}

function providerOf(world: World): unknown {
  try {
    return at(world.find('ControlPlane', '', controlPlaneName), 'spec', 'provider');
  } catch (error) {
    if (error instanceof Unseen) return undefined;
    throw error;
  }
}
