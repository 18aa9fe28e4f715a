import { repositoryName, type ImageReference } from '../../model/image.ts';

/**
 * Whether an image comes from one of these places: a registry, or a repository or folder below one. `*.` at the start
 * stands for any host of a domain. Places are compared segment by segment, so that `registry.example` does not let
 * `registry.example.evil.test` through.
 */
export function comesFrom(image: ImageReference, places: readonly string[]): boolean {
  const repository = repositoryName(image);
  for (const place of places) {
    const wanted = place.endsWith('/') ? place.slice(0, -1) : place;
    if (wanted.startsWith('*.') ? isInDomain(image, wanted.slice(1)) : isWithin(repository, wanted)) return true;
  }
  return false;
}

/** `domain` begins with a dot and may go on with a path. */
function isInDomain({ registry, path }: ImageReference, domain: string): boolean {
  const slash = domain.indexOf('/');
  if (slash < 0) return registry.endsWith(domain);
  return registry.endsWith(domain.slice(0, slash)) && isWithin(path, domain.slice(slash + 1));
}

function isWithin(name: string, folder: string): boolean {
  return name === folder || (name.startsWith(folder) && name[folder.length] === '/');
}
