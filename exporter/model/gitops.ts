import type { GitopsTool } from '../contract/vocabulary.ts';
import type { KubeObject } from './object.ts';

/** The tool that manages an object, and the application, release or the like that it belongs to. */
export interface GitopsMark {
  readonly tool: GitopsTool;
  readonly application: string;
}

/**
 * What tools leave on objects that they manage, the tool that has the last word first: Flux runs Helm, and its marks
 * stand beside Helm's. `app.kubernetes.io/instance` is not among them: Argo CD may track by it, but charts set it too.
 */
const marks: readonly { readonly tool: GitopsTool; readonly in: 'annotations' | 'labels'; readonly key: string }[] = [
  { tool: 'argocd', in: 'annotations', key: 'argocd.argoproj.io/tracking-id' },
  { tool: 'argocd', in: 'labels', key: 'argocd.argoproj.io/instance' },
  { tool: 'flux', in: 'labels', key: 'kustomize.toolkit.fluxcd.io/name' },
  { tool: 'flux', in: 'labels', key: 'helm.toolkit.fluxcd.io/name' },
  { tool: 'helm', in: 'annotations', key: 'meta.helm.sh/release-name' },
  { tool: 'other', in: 'labels', key: 'kapp.k14s.io/app' },
  { tool: 'other', in: 'annotations', key: 'configsync.gke.io/resource-id' },
];

/** Which tool manages an object by its own marks; undefined where none does. */
export function gitopsMarkOf({ metadata }: KubeObject): GitopsMark | undefined {
  for (const { tool, in: place, key } of marks) {
    const value = metadata[place]?.[key];
    // A tracking id is `application:group/Kind:namespace/name`.
    if (value !== undefined && value !== '') return { tool, application: value.split(':', 1)[0] ?? '' };
  }
  return undefined;
}
