/** The parts of an image reference, in the long form that runtimes pull: `docker.io/library/nginx`. */
export interface ImageReference {
  /** Host of the registry with its port, `docker.io` where none is named. */
  readonly registry: string;
  /** Path inside the registry, `library/` before the official images of Docker Hub. */
  readonly path: string;
  /** Undefined where none is named; without a digest that means `latest`. */
  readonly tag: string | undefined;
  /** Algorithm and hexadecimal digits, `sha256:…`. */
  readonly digest: string | undefined;
}

/** Bytes of a name without tag and digest, as the grammar limits them. */
const longestName = 255;
const longestReference = longestName + 1 + 128 + 1 + 255;

const pathPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const hostPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const bareIdentifier = /^[a-f0-9]{64}$/;

/**
 * Reads an image reference by the grammar of the distribution project, with the defaults of Docker Hub that kubelets
 * apply. Undefined for what a kubelet refuses as InvalidImageName: upper case, a digest of another length, a bare id.
 */
export function parseImage(image: string): ImageReference | undefined {
  if (image.length > longestReference) return undefined;
  let name = image;
  let digest: string | undefined;
  const at = name.indexOf('@');
  if (at >= 0) {
    digest = name.slice(at + 1);
    if (!digestPattern.test(digest)) return undefined;
    name = name.slice(0, at);
  }
  let tag: string | undefined;
  // A colon before the last slash belongs to the port of the registry.
  const colon = name.lastIndexOf(':');
  if (colon > name.lastIndexOf('/')) {
    tag = name.slice(colon + 1);
    if (!tagPattern.test(tag)) return undefined;
    name = name.slice(0, colon);
  }
  if (name.length > longestName || bareIdentifier.test(name)) return undefined;
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  if (!isHost(first)) {
    if (!pathPattern.test(name)) return undefined;
    return { registry: hub, path: slash < 0 ? `library/${name}` : name, tag, digest };
  }
  const rest = name.slice(slash + 1);
  if (!hostPattern.test(first) || !pathPattern.test(rest)) return undefined;
  if (first !== hub && first !== 'index.docker.io') return { registry: first, path: rest, tag, digest };
  return { registry: hub, path: rest.includes('/') ? rest : `library/${rest}`, tag, digest };
}

const hub = 'docker.io';

/** Whether what stands before the first slash is a registry; upper case is, because no path may have any. */
function isHost(first: string): boolean {
  if (first === '') return false;
  return first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase();
}

/** The tag that is pulled: `latest` where neither tag nor digest says what. A digest decides whatever the tag. */
export function pulledTag({ tag, digest }: ImageReference): string | undefined {
  return digest === undefined ? (tag ?? 'latest') : undefined;
}

/** Whether the API server lets the image be asked for at every start unless told otherwise: by its tag, digest or not. */
export function isPulledAlways({ tag, digest }: ImageReference): boolean {
  return tag === 'latest' || (tag === undefined && digest === undefined);
}

/** Registry and path: `docker.io/library/nginx`. */
export function repositoryName({ registry, path }: ImageReference): string {
  return `${registry}/${path}`;
}
