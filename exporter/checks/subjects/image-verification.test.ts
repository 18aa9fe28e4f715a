import { describe, expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import { imageSignatureUnenforced } from '../images/image-signature-unenforced.ts';
import type { Manifest } from '../patch.ts';
import { imageValidating, kyverno } from './image-verification-examples.ts';
import { namespace } from './namespace.ts';
import { soundPod } from './pod.ts';

const ratify: Manifest = {
  apiVersion: 'templates.gatekeeper.sh/v1',
  kind: 'ConstraintTemplate',
  metadata: { name: 'ratifyverification' },
  spec: {
    targets: [{ rego: 'remote_data := external_data({"provider": "ratify-provider", "keys": images})' }],
  },
};

const verdict = (...others: readonly Manifest[]) =>
  judge(imageSignatureUnenforced, [namespace.manifest({}), soundPod({}), ...others]);

describe('verification of images', () => {
  it.each<readonly [string, Manifest]>([
    ['constraints of Ratify are not read', ratify],
    [
      'an expression decides which images are meant',
      imageValidating({ matchImageReferences: [{ expression: 'true' }] }),
    ],
  ])('is unknown where %s', (_claim, policy) => {
    expect(verdict(policy)).toMatchObject({ result: 'unknown', violations: [] });
    expect(verdict(policy, kyverno({})).result).toBe('pass');
  });

  it('is nothing that a template of another kind could do', () => {
    const rego = 'violation[{"msg": msg}] { msg := "ratify-provider" }';
    expect(verdict({ ...ratify, spec: { targets: [{ rego }] } }).result).toBe('fail');
  });

  it('names an image that nobody verifies', () => {
    const [violation] = verdict(kyverno({ imageReferences: ['ghcr.io/*'] })).violations;
    expect(violation?.message).toMatch(
      /^no policy verifies the signature of "registry\.example\/team\/app:1\.4\.2@sha256/,
    );
  });

  it('may take several policies', () => {
    const sidecar = soundPod({ metadata: {}, spec: { containers: [{ name: 'proxy', image: 'nginx' }] } });
    const other = { ...sidecar, metadata: { name: 'other', namespace: 'shop' } };
    const hub = kyverno({ imageReferences: ['docker.io/library/nginx:*'] });
    expect(verdict(other, kyverno({})).result).toBe('fail');
    expect(verdict(other, kyverno({}), { ...hub, metadata: { name: 'hub' } }).result).toBe('pass');
  });
});
