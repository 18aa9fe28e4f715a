import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { kindNamed } from '../model/kinds.ts';
import { edits, mergedPatches, patchCommand } from './fix.ts';
import type { ScanResult } from '../contract/scan.ts';
import { counted, fit, harmless, pad, shellQuote, someOf, widthOf, wrap } from './text.ts';

describe('text', () => {
  it.each([
    ['plain', 'plain'],
    ['a\u001b[31mb', 'a\\x1b[31mb'],
    ['a\r\nb', 'a\\x0d\\x0ab'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['名前 é', '名前 é'],
  ])('%j is shown as %j', (text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it.each([
    ['abc', 3],
    ['名前', 4],
    ['e\u0301', 1],
    ['🔥', 2],
  ])('%s takes %d columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
    expect(widthOf(pad(text, 9))).toBe(9);
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['somewhat long', 9, 'somewhat…'],
    ['名前名前', 5, '名前…'],
  ])('%s in %d columns is %s', (text, columns, cut) => {
    expect(fit(text, columns)).toBe(cut);
    expect(widthOf(fit(text, columns))).toBeLessThanOrEqual(columns);
  });

  it('breaks at spaces and keeps words whole', () => {
    expect(wrap('one two three-and-a-half four', 9)).toEqual(['one two', 'three-and-a-half', 'four']);
  });

  it('counts and abbreviates', () => {
    expect([counted(1, 'object'), counted(1200, 'object')]).toEqual(['1 object', '1,200 objects']);
    expect([someOf(['a', 'b'], 3), someOf(['a', 'b', 'c', 'd'], 2)]).toEqual(['a, b', 'a, b and 2 more']);
  });

  it.each(["it's", '$(rm -rf /)', 'a b', '', '`x`', '\\', '"', "'", '{"a":1}', 'n;m', '~', '*', 'é\nx'])(
    'a shell reads %j back as it is',
    (word) => {
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(word)}`]).toString()).toBe(word);
    },
  );
});

const resultOf = (object: ScanResult['object']): ScanResult => ({
  check: 'c',
  result: 'fail',
  severity: 'high',
  cluster: 'prod',
  object,
  owner: { ...object, team: 'unowned' },
  path: '',
  message: '',
});
const web = resultOf({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' });
const containerPatch = (name: string, fields: object) => ({ spec: { containers: [{ name, ...fields }] } });

describe('fixes', () => {
  it('merges what several patches do to one object, containers by name', () => {
    const patches = [
      containerPatch('a', { securityContext: { privileged: false } }),
      containerPatch('b', { securityContext: { privileged: false } }),
      containerPatch('a', { securityContext: { runAsUser: 1 } }),
    ];
    expect(mergedPatches(patches)).toEqual({
      spec: {
        containers: [
          { name: 'a', securityContext: { privileged: false, runAsUser: 1 } },
          { name: 'b', securityContext: { privileged: false } },
        ],
      },
    });
    expect(edits(patches)).toEqual([
      'set spec.containers[name=a].securityContext.privileged to false',
      'set spec.containers[name=a].securityContext.runAsUser to 1',
      'set spec.containers[name=b].securityContext.privileged to false',
    ]);
  });

  it('says what to remove', () => {
    expect(edits([{ metadata: { labels: { x: null } } }])).toEqual(['remove metadata.labels.x']);
  });

  it('hands a shell exactly the words of kubectl', () => {
    const command = patchCommand(
      web,
      [containerPatch("it's", { image: 'a b\u001b\u009b$x' })],
      ['--context', 'my prod'],
    );
    const words = execFileSync('sh', ['-c', `kubectl() { for word; do printf '%s\\n' "$word"; done; }; ${command}`]);
    const [patch = '', ...rest] = words.toString().trimEnd().split('\n').toReversed();
    expect(rest.toReversed()).toEqual(['patch', 'deployment', 'web', '-n', 'shop', '--context', 'my prod', '-p']);
    expect(JSON.parse(patch)).toEqual(containerPatch("it's", { image: 'a b\u001b\u009b$x' }));
    expect(patch).toMatch(/^[\x20-\x7e]*$/);
  });

  it('patches kinds from outside Kubernetes by their full name', () => {
    const apiVersion = 'cilium.io/v2';
    expect(kindNamed(apiVersion, 'CiliumNetworkPolicy')).toBeDefined();
    const policy = resultOf({ apiVersion, kind: 'CiliumNetworkPolicy', namespace: 'a', name: 'b' });
    expect(patchCommand(policy, [{}], [])).toBe(
      "kubectl patch ciliumnetworkpolicy.cilium.io b -n a --type merge -p '{}'",
    );
  });

  it('offers no command for a name that no shell should see', () => {
    expect(patchCommand(resultOf({ ...web.object, name: 'a\u001b[2J' }), [{}], [])).toBeUndefined();
  });
});
