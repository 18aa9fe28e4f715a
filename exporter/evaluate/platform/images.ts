import { parseImage, repositoryName } from '../../model/image.ts';

/** A repository of images: its full name, or a pattern where a provider has one per region. */
export type Repository = string | RegExp;

/** Whether an image comes from one of these repositories. */
export function isFrom(image: string, repositories: readonly Repository[]): boolean {
  const reference = parseImage(image);
  if (reference === undefined) return false;
  const repository = repositoryName(reference);
  return repositories.some((known) => (typeof known === 'string' ? known === repository : known.test(repository)));
}

/** The images of the Kubernetes project; its former registry still serves old releases. */
export function kubernetesImages(...names: readonly string[]): Repository[] {
  return names.flatMap((name) => [`registry.k8s.io/${name}`, `k8s.gcr.io/${name}`]);
}

/**
 * Images that Amazon serves to EKS: one registry in every region, each of an account of Amazon's. The accounts are part
 * of the pattern, because anybody can have a registry of that form.
 */
const eksAccounts = [
  '602401143452',
  '013241004608',
  '066635153087',
  '121268973566',
  '151610086707',
  '151742754352',
  '296578399912',
  '455263428931',
  '491585149902',
  '558608220178',
  '590381155156',
  '730335286997',
  '759879836304',
  '761377655185',
  '800184023465',
  '877085696533',
  '900612956339',
  '900889452093',
  '918309763551',
  '961992271922',
].join('|');

/** Images of Amazon's registries for EKS, by their path. */
export function eksImages(...paths: readonly string[]): Repository[] {
  return paths.map(
    (path) => new RegExp(`^(?:${eksAccounts})\\.dkr\\.ecr\\.[a-z0-9-]{5,24}\\.amazonaws\\.com(?:\\.cn)?/${path}$`),
  );
}

/** Images that Google serves to GKE, worldwide and through its mirrors per region. */
export function gkeImages(...names: readonly string[]): Repository[] {
  return names.flatMap((name) => [
    new RegExp(`^gke\\.gcr\\.io/${name}$`),
    new RegExp(`^gcr\\.io/gke-release/${name}$`),
    new RegExp(`^[a-z0-9-]{5,24}-artifactregistry\\.gcr\\.io/gke-release/gke-release/${name}$`),
  ]);
}

/** Images of Microsoft's registry, worldwide and in China, under any of the folders that AKS has used for them. */
export function aksImages(...names: readonly string[]): Repository[] {
  return names.map(
    (name) =>
      new RegExp(
        `^mcr\\.(?:microsoft\\.com|azk8s\\.cn)/(?:(?:oss/(?:v2/)?)?(?:kubernetes|kubernetes-csi|aks|azure|containernetworking|open-policy-agent|calico|cilium|tigera)|aks|containernetworking|azuremonitor/containerinsights|azure-policy)/${name}$`,
      ),
  );
}
