/** A Kubernetes release; patch and build do not matter to checks. */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest release that this build knows; manifests are judged by it unless a version is given. */
export const newestKubernetes: KubernetesVersion = { major: 1, minor: 37 };

/** Reads `v1.36.1`, `1.36`, or a provider's `v1.33.4-eks-abc`; undefined for anything else. */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,4})(?:[.+-]|$)/.exec(text.trim());
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

/** Whether `version` is `major.minor` or newer. */
export function atLeast(version: KubernetesVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

export function formatVersion({ major, minor }: KubernetesVersion): string {
  return `${major}.${minor}`;
}
