import type { Subject } from '../define.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { InheritedSecurityContext, PodTemplate } from '../../model/pod.ts';
import { containerAt, soundPod, wrapContainerPatch, wrapPodPatch } from './pod.ts';
import type { Scope } from './pod-view.ts';

/** What a fix of an inherited field may change, at the pod or at a container. */
interface Inheritable {
  readonly securityContext?: InheritedSecurityContext;
}

/** The pod and each of its containers: everywhere a field that containers inherit can be set. */
export const scope: Subject<Scope, PodTemplate, Inheritable> = {
  name: 'pod or container',
  kinds: workloadKinds,
  of: (judged) => judged.pod.scopes,
  manifest: soundPod,
  locate(at) {
    const view = at.asContainer;
    if (view === undefined) return { path: at.path, value: at.pod.spec };
    return { path: at.path, container: view.name, value: view.container };
  },
  at: (judged, offence) => (offence.container === undefined ? judged.pod : containerAt(judged, offence)),
  wrap(judged, { asContainer }, change) {
    return asContainer === undefined ? wrapPodPatch(judged, change) : wrapContainerPatch(judged, asContainer, change);
  },
};
