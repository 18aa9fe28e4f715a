import type { ContainerView } from './pod-view.ts';

/** Whether the container asks for a /proc without the masks of the runtime. */
export function hasUnmaskedProc({ securityContext }: ContainerView): boolean {
  const procMount = securityContext?.procMount ?? undefined;
  return procMount !== undefined && procMount !== 'Default';
}
