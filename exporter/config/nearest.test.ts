import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

it.each([
  ['pod-privilegd', ['pod-privileged', 'pod-proc-mount'], 'pod-privileged'],
  ['POD-PRIVILEGED', ['pod-privileged'], 'pod-privileged'],
  ['nist', ['cis', 'nist-800-190'], 'nist-800-190'],
  ['pod', ['pod-host-pid', 'pod-host-ipc'], undefined],
  ['ci', ['cis', 'cilium'], 'cis'],
  ['netpols', ['images', 'storage'], undefined],
  ['anything', [], undefined],
])('takes %s among %j for %s', (word, known, meant) => {
  expect(nearest(word, known)).toBe(meant);
});
