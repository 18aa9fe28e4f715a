import type { SeccompProfile } from '../../model/pod.ts';
import type { ContainerView, Scope } from './pod-view.ts';

/** Whether a seccomp or AppArmor profile, once it is there at all, confines the program. */
export function hasConfinedType({ type }: SeccompProfile): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

/** The annotation that preceded the seccomp field (Kubernetes before 1.19), unless it names a profile that confines. */
export function unconfinedSeccompAnnotation({ pod, asContainer }: Scope): { readonly key: string } | undefined {
  const key = asContainer === undefined ? podAnnotation : `${containerAnnotation}${asContainer.name}`;
  const value: unknown = pod.annotations[key];
  if (typeof value !== 'string' || value === 'runtime/default' || value === 'docker/default') return undefined;
  return value.startsWith('localhost/') ? undefined : { key };
}

const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

/** Whether the AppArmor annotation of a container, which preceded the field, names a profile that confines it. */
export function hasConfiningAnnotation({ name, pod: { annotations } }: ContainerView): boolean {
  const key = `${appArmorAnnotation}${name}`;
  const value: unknown = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  return typeof value === 'string' && (value === 'runtime/default' || value.startsWith('localhost/'));
}

/** What an AppArmor annotation says of one container, unless it names a profile that confines it. */
export function unconfinedAppArmor(key: string, value: unknown): { readonly container: string } | undefined {
  if (!key.startsWith(appArmorAnnotation)) return undefined;
  if (typeof value !== 'string' || value === '' || value === 'runtime/default') return undefined;
  return value.startsWith('localhost/') ? undefined : { container: key.slice(appArmorAnnotation.length) };
}
