import { describe, expect, it } from 'vitest';
import { isPulledAlways, parseImage, pulledTag, repositoryName } from './image.ts';

const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  it.each<readonly [string, string, string | undefined, string | undefined]>([
    ['nginx', 'docker.io/library/nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io/library/nginx', '1.27', undefined],
    ['grafana/grafana', 'docker.io/grafana/grafana', undefined, undefined],
    ['index.docker.io/nginx', 'docker.io/library/nginx', undefined, undefined],
    ['docker.io/nginx', 'docker.io/library/nginx', undefined, undefined],
    ['localhost/app', 'localhost/app', undefined, undefined],
    ['localhost:5000/app:1', 'localhost:5000/app', '1', undefined],
    ['registry.example:5000/app', 'registry.example:5000/app', undefined, undefined],
    ['Registry/app', 'Registry/app', undefined, undefined],
    ['[2001:db8::1]:5000/app', '[2001:db8::1]:5000/app', undefined, undefined],
    [`app@${sha256}`, 'docker.io/library/app', undefined, sha256],
    [`registry.example:5000/a/b:v1@${sha256}`, 'registry.example:5000/a/b', 'v1', sha256],
    [`app@sha512:${'a'.repeat(128)}`, 'docker.io/library/app', undefined, `sha512:${'a'.repeat(128)}`],
    ['a--b/c__d.e_f', 'docker.io/a--b/c__d.e_f', undefined, undefined],
  ])('%s is read', (image, repository, tag, digest) => {
    const reference = parseImage(image);
    expect(reference && repositoryName(reference)).toBe(repository);
    expect(reference).toMatchObject({ tag, digest });
  });

  it.each([
    '',
    ' nginx',
    'Nginx',
    'registry.example/App',
    'app:',
    'app:-1',
    `app:${'x'.repeat(129)}`,
    'app@',
    'app@sha256:abc',
    `app@${sha256.toUpperCase()}`,
    `app@sha256:${'A'.repeat(64)}`,
    `app@md5:${'a'.repeat(32)}`,
    'a'.repeat(64),
    'a'.repeat(256),
    'a___b',
    'a/',
    '/a',
    'registry.example/',
    '-a.example/app',
    'https://registry.example/app',
  ])('%j is none that a kubelet would pull', (image) => {
    expect(parseImage(image)).toBeUndefined();
  });

  it.each<readonly [string, string | undefined, boolean]>([
    ['app', 'latest', true],
    ['app:latest', 'latest', true],
    ['app:1', '1', false],
    [`app@${sha256}`, undefined, false],
    [`app:latest@${sha256}`, undefined, true],
  ])('%s is pulled by the tag %s, and at every start by default: %s', (image, tag, always) => {
    const reference = parseImage(image);
    expect(reference && pulledTag(reference)).toBe(tag);
    expect(reference && isPulledAlways(reference)).toBe(always);
  });
});
