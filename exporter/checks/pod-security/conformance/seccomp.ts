import type { InheritedSecurityContext } from '../../../model/pod.ts';
import type { Patch } from '../../patch.ts';
import { before, between, type Case, containerWith, type ControlCases, never, since } from './case.ts';

type Profile = Patch<InheritedSecurityContext>['seccompProfile'];

const ofPod = (seccompProfile: Profile) => ({ securityContext: { seccompProfile } });
const container = (name: string, seccompProfile?: Profile) => containerWith({ name, ...ofPod(seccompProfile) });
const runtime = { type: 'RuntimeDefault' };
const localhost = { type: 'Localhost', localhostProfile: 'app.json' };
const unconfined = { type: 'Unconfined' };

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io';

export const seccomp: ControlCases = {
  control: 'Seccomp',
  check: (level, minor) => (level === 'restricted' && minor >= 19 ? 'pod-seccomp-missing' : 'pod-seccomp-unconfined'),
  cases: [
    {
      when: 'the profile is that of the runtime',
      anywhere: { seccompProfile: runtime },
      baseline: never,
      restricted: never,
    },
    {
      when: 'the profile is one of the node',
      anywhere: { seccompProfile: localhost },
      baseline: never,
      restricted: never,
    },
    {
      when: 'seccomp is switched off',
      anywhere: { seccompProfile: unconfined },
      baseline: since(19),
      restricted: since(19),
    },
    {
      when: 'seccomp is switched off in a user namespace',
      pod: { spec: { hostUsers: false } },
      anywhere: { seccompProfile: unconfined },
      baseline: since(19),
      restricted: since(19),
    },
    {
      when: 'the type is spelled as in annotations',
      anywhere: { seccompProfile: { type: 'runtime/default' } },
      baseline: since(19),
      restricted: since(19),
    },
    {
      when: 'the type of the only profile is missing',
      pod: { spec: ofPod({ type: undefined }) },
      baseline: since(19),
      restricted: since(19),
    },
    { when: 'a container inherits it', container: ofPod(undefined), baseline: never, restricted: never },
    { when: 'the field of a container is null', container: ofPod(null), baseline: never, restricted: never },
    ...[undefined, null].map((nothing): Case => ({
      when: `the pod has ${nothing === null ? 'null for' : 'no'} profile, nor has its container any`,
      pod: { spec: ofPod(nothing) },
      baseline: never,
      restricted: since(19),
    })),
    {
      when: 'every container has one of its own',
      pod: {
        spec: {
          ...ofPod(undefined),
          containers: [container('app', runtime), container('second', localhost)],
          initContainers: [container('init', runtime)],
          ephemeralContainers: [container('debug', localhost)],
        },
      },
      baseline: never,
      restricted: never,
    },
    ...(['containers', 'initContainers', 'ephemeralContainers'] as const).map((role): Case => ({
      when: `one of ${role} is left out`,
      pod: {
        spec: {
          ...ofPod(undefined),
          containers: [container('app', runtime)],
          [role]: [container('other', runtime), container('left-out')],
        },
      },
      baseline: never,
      restricted: since(19),
    })),
    {
      when: 'the pod switches it off and every container on again',
      pod: { spec: { ...ofPod(unconfined), containers: [container('app', runtime)] } },
      baseline: since(19),
      restricted: since(19),
    },
    {
      when: 'a pod for Windows has none, exempt since 1.25',
      pod: { spec: { os: { name: 'windows' }, ...ofPod(undefined) } },
      baseline: never,
      restricted: between(19, 25),
    },
    {
      when: 'a pod for Windows switches it off, exempt since 1.25 from restricted only',
      pod: { spec: { os: { name: 'windows' } } },
      anywhere: { seccompProfile: unconfined },
      baseline: since(19),
      restricted: between(19, 25),
    },
    ...[podAnnotation, `${containerAnnotation}/app`].flatMap((key): Case[] => [
      ...['runtime/default', 'docker/default', 'localhost/app.json', 'localhost/'].map((value): Case => ({
        when: `${key} is ${JSON.stringify(value)}`,
        pod: { metadata: { annotations: { [key]: value } } },
        baseline: never,
        restricted: never,
      })),
      ...['unconfined', '', 'RuntimeDefault', 'localhost'].map((value): Case => ({
        when: `${key} is ${JSON.stringify(value)}, read before 1.19`,
        pod: { metadata: { annotations: { [key]: value } } },
        baseline: before(19),
        restricted: before(19),
      })),
    ]),
    {
      when: 'an annotation is of a container that is not there',
      pod: { metadata: { annotations: { [`${containerAnnotation}/nobody`]: 'unconfined' } } },
      baseline: never,
      restricted: never,
    },
  ],
};
