import type { Subject } from '../define.ts';
import type { PodTemplate } from '../../model/pod.ts';
import { pod } from './pod.ts';
import type { PodView } from './pod-view.ts';

/** Pods themselves, for what no template can say. */
export const runningPod: Subject<PodView, PodTemplate> = { ...pod, name: 'Pod', kinds: ['Pod'] };
