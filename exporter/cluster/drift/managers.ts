import type { Actor } from '../../contract/vocabulary.ts';
import type { ManagerDigest, ObjectMeta } from '../../model/object.ts';

/** Names of field managers that a configuration knows better than we do; they win. */
export interface KnownManagers {
  readonly gitops: readonly string[];
  readonly automation: readonly string[];
}

/** What a field manager is: the tool itself, Kubernetes' own controllers, whose changes are none of ours, or an actor. */
export type ManagerClass = 'gitops' | 'platform' | Actor;

/**
 * Clients choose the names of their managers, and without one stands the program of the User-Agent: this tells who it
 * probably was, and proves nothing.
 */
const names: readonly { readonly is: ManagerClass; readonly like: RegExp }[] = [
  {
    is: 'gitops',
    like: /^(?:argocd|argocd-controller|argocd-application-controller|kustomize-controller|helm-controller|flux|helm|Helm|kapp|kapp-server|configsync|fleetagent|before-first-apply)$/,
  },
  {
    is: 'platform',
    like: /^(?:kube-controller-manager|kube-scheduler|kube-apiserver|kubelet|cloud-controller-manager|horizontal-pod-autoscaler)$/,
  },
  {
    is: 'human',
    like: /^(?:kubectl(?:[-_].*)?|oc|k9s|Mozilla|node-fetch|unknown|Lens|OpenLens|Freelens|headlamp|dashboard|rancher|Go-http-client|curl|python-requests)$/,
  },
  {
    is: 'automation',
    like: /(?:controller|operator|manager|autoscaler|webhook|injector|updater|admission|recommender)|^(?:Terraform|HashiCorp|pulumi.*|ansible.*|OpenAPI-Generator|keda.*|istiod|pilot-discovery|velero.*|reloader)$/,
  },
];

/** What a field manager is by its name. */
export function classOf(manager: string, known: KnownManagers): ManagerClass {
  if (known.gitops.includes(manager)) return 'gitops';
  if (known.automation.includes(manager)) return 'automation';
  return names.find(({ like }) => like.test(manager))?.is ?? 'unknown';
}

/** Entries about the object itself: status, scale and other subresources belong to controllers. */
export function ownEntries({ managers = [] }: ObjectMeta): readonly ManagerDigest[] {
  return managers.filter(({ subresource }) => subresource === undefined);
}

/** Entries that are not in the metadata of before: whoever they name has written since. */
export function freshEntries(before: ObjectMeta, now: ObjectMeta): readonly ManagerDigest[] {
  if (before.managers === now.managers) return [];
  const known = ownEntries(before);
  return ownEntries(now).filter(
    ({ manager, operation, time }) =>
      !known.some((one) => one.manager === manager && one.operation === operation && one.time === time),
  );
}

/** When the newest of some entries was written; milliseconds, -Infinity for none. */
export function newestOf(entries: readonly ManagerDigest[]): number {
  let newest = -Infinity;
  for (const { time } of entries) {
    const at = time === undefined ? NaN : Date.parse(time);
    if (at > newest) newest = at;
  }
  return newest;
}

const mostNames = 1_000;

/** What field managers of a cluster are: the same few names stand on tens of thousands of objects. */
export class ManagerClasses {
  readonly #known: KnownManagers;
  readonly #classes = new Map<string, ManagerClass>();

  constructor(known: KnownManagers) {
    this.#known = known;
  }

  of(manager: string): ManagerClass {
    let known = this.#classes.get(manager);
    if (known === undefined) {
      if (this.#classes.size >= mostNames) this.#classes.clear();
      this.#classes.set(manager, (known = classOf(manager, this.#known)));
    }
    return known;
  }

  /** People before machines: what both changed at once, somebody is to be asked about. */
  actorOf(entries: readonly ManagerDigest[]): Actor {
    const classes = new Set<string>(entries.map(({ manager }) => this.of(manager)));
    if (classes.has('human')) return 'human';
    return classes.has('automation') || classes.has('gitops') ? 'automation' : 'unknown';
  }
}
