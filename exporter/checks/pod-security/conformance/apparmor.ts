import { always, type Case, containerWith, type ControlCases, never } from './case.ts';

const annotated = (container: string, value: string) => ({
  metadata: { annotations: { [`container.apparmor.security.beta.kubernetes.io/${container}`]: value } },
});

export const apparmor: ControlCases = {
  control: 'AppArmor',
  check: 'pod-apparmor-unconfined',
  cases: [
    {
      when: 'the profile is that of the runtime',
      anywhere: { appArmorProfile: { type: 'RuntimeDefault' } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'the profile is one of the node',
      anywhere: { appArmorProfile: { type: 'Localhost', localhostProfile: 'app' } },
      baseline: never,
      restricted: never,
    },
    {
      when: 'there is none',
      anywhere: { appArmorProfile: { type: 'Unconfined' } },
      baseline: always,
      restricted: always,
    },
    {
      when: 'there is none in a user namespace',
      pod: { spec: { hostUsers: false } },
      anywhere: { appArmorProfile: { type: 'Unconfined' } },
      baseline: always,
      restricted: always,
    },
    { when: 'the type is missing', anywhere: { appArmorProfile: {} }, baseline: always, restricted: always },
    {
      when: 'the type is spelled as in annotations',
      anywhere: { appArmorProfile: { type: 'runtime/default' } },
      baseline: always,
      restricted: always,
    },
    { when: 'the field is null', anywhere: { appArmorProfile: null }, baseline: never, restricted: never },
    {
      when: 'the field of the pod is undone in its container',
      pod: {
        spec: {
          securityContext: { appArmorProfile: { type: 'Unconfined' } },
          containers: [containerWith({ securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } })],
        },
      },
      baseline: always,
      restricted: always,
    },
    ...['runtime/default', 'localhost/app', 'localhost/', ''].map((value): Case => ({
      when: `the annotation of a container is ${JSON.stringify(value)}`,
      pod: annotated('app', value),
      baseline: never,
      restricted: never,
    })),
    ...['unconfined', 'docker/default', 'Runtime/Default', 'localhost', 'runtime/default '].map((value): Case => ({
      when: `the annotation of a container is ${JSON.stringify(value)}`,
      pod: annotated('app', value),
      baseline: always,
      restricted: always,
    })),
    {
      when: 'the annotation is of a container that is not there',
      pod: annotated('nobody', 'unconfined'),
      baseline: always,
      restricted: always,
    },
    {
      when: 'another annotation only ends like it',
      pod: { metadata: { annotations: { 'apparmor.security.beta.kubernetes.io/app': 'unconfined' } } },
      baseline: never,
      restricted: never,
    },
  ],
};
