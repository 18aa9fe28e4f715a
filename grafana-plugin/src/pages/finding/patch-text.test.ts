import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ApiPatch } from '#contract';
import { patchCommand, patchYaml } from './patch-text.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const patch = (body: ApiPatch['body'], type: ApiPatch['type'] = 'strategic'): ApiPatch => ({ type, body });

describe('the command of a patch', () => {
  it('names the object as kubectl knows it', () => {
    expect(patchCommand(object, patch({ spec: null }))).toBe(`kubectl patch deployment web -n shop -p '{"spec":null}'`);
    expect(patchCommand({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' }, patch({}))).toBe(
      `kubectl patch namespace shop -p '{}'`,
    );
    expect(
      patchCommand({ ...object, apiVersion: 'gateway.example.io/v1', kind: 'Gateway' }, patch({}, 'merge')),
    ).toMatch(/^kubectl patch gateway\.gateway\.example\.io web -n shop --type merge -p/);
  });

  it.each(["a'b", '$(id)', '`id`', 'a b', 'a;id', '"', 'x\\', '*', 'ж\u202E'])('gives a shell %j as it is', (text) => {
    const command = patchCommand({ ...object, name: `n${text.replace('\u202E', '')}` }, patch({ a: text })) ?? '';
    const seen = execFileSync('sh', ['-c', `kubectl() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' });
    const lines = seen.trimEnd().split('\n');
    expect(lines[2]).toBe(`n${text.replace('\u202E', '')}`);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ a: text });
  });

  it.each(['-f', 'a\nb', 'a\u202Eb', 'a\u200Bb'])('is none for an object called %j', (name) => {
    expect(patchCommand({ ...object, name }, patch({}))).toBeUndefined();
  });
});

describe('a patch as YAML', () => {
  it.each([
    { spec: { template: { spec: { containers: [{ name: 'app', securityContext: { privileged: false } }] } } } },
    { metadata: { labels: { 'a.b/c': 'true', true: 'x', null: null, '1': 2, on: 'y', '': {} } } },
    { rules: [['a', ['b', {}]], [], 'null', -1.5, { verbs: ['get', '*'], empty: [] }] },
    { text: 'a: b\n- c # d \u202E "quoted"', 'key: with # signs': '' },
  ])('says what it says: %j', (body) => {
    expect(parse(patchYaml(patch(body)))).toEqual(body);
    expect(patchYaml(patch(body))).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
