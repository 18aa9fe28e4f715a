import type { Offence } from '../../model/verdict.ts';
import { quoted } from '../text.ts';
import type { ContainerView } from './pod-view.ts';
import { entries, strings } from './field.ts';

/** One offence for each added capability that is objected to; false when there is none. */
export function addedCapabilities(
  view: ContainerView,
  isObjectionable: (capability: string) => boolean,
): readonly Offence[] | false {
  let offences: Offence[] | undefined;
  let index = -1;
  for (const capability of entries(view.securityContext?.capabilities?.add)) {
    index++;
    if (typeof capability !== 'string' || !isObjectionable(capability)) continue;
    (offences ??= []).push({
      path: `${view.path}.securityContext.capabilities.add[${index}]`,
      container: view.name,
      part: `${view.name}/${capabilityPart}${capability}`,
      message: `container ${quoted(view.name)}: capability ${quoted(capability)} is added`,
    });
  }
  return offences ?? false;
}

/** What stands between the container and the capability in the part of an offence. */
export const capabilityPart = 'capabilities.add/';

/** The name as runtimes read it: upper case, without the prefix of the kernel's constants. */
export function capabilityName(capability: string): string {
  const upper = capability.slice(0, 64).toUpperCase();
  return upper.startsWith('CAP_') ? upper.slice('CAP_'.length) : upper;
}

/** Patch that removes the added capability at the path of an offence; the list goes when nothing is left in it. */
export function withoutCapability({ securityContext }: ContainerView, { path }: Offence) {
  const index = Number(/\[(\d+)\]$/.exec(path)?.[1]);
  const removed = entries(securityContext?.capabilities?.add)[index];
  const kept = strings(securityContext?.capabilities?.add).filter((capability) => capability !== removed);
  return { securityContext: { capabilities: { add: kept.length > 0 ? kept : null } } };
}
