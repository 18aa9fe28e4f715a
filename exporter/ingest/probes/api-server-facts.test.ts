import { describe, expect, it } from 'vitest';
import { createFactReader, mergedFacts } from './api-server-facts.ts';
import { readSample } from './metric-line.ts';

const encryption = (resource: string, prefix: string, status = 'OK') =>
  `apiserver_storage_transformation_operations_total{resource="${resource}",status="${status}",transformation_type="to_storage",transformer_prefix="${prefix}"} 3`;

function facts(...lines: readonly string[]) {
  const reader = createFactReader();
  for (const line of lines) reader.take(line);
  return reader.facts();
}

describe('facts from metrics', () => {
  it('are those that were counted at least once', () => {
    expect(
      facts(
        '# HELP apiserver_audit_event_total [ALPHA] Counter of audit events.',
        'apiserver_audit_event_total 12',
        'serviceaccount_legacy_tokens_total 0',
        'serviceaccount_stale_tokens_total 1e+06',
        'apiserver_audit_event_total_more 7',
      ),
    ).toMatchObject({ audited: true, legacyTokens: false, staleTokens: true });
  });

  it('name APIs only where a release removes them', () => {
    const api = (removed: string) =>
      `apiserver_requested_deprecated_apis{group="policy",removed_release="${removed}",resource="pdbs",subresource="",version="v1beta1"} 1`;
    expect(facts(api(''), api('1.40'), api('1.40')).deprecatedApis).toEqual([
      { group: 'policy', version: 'v1beta1', resource: 'pdbs', removedRelease: '1.40' },
    ]);
  });

  it('tell of encryption by what was done to Secrets, names of keys left out', () => {
    const seen = facts(
      encryption('secrets', 'k8s:enc:aescbc:v1:'),
      encryption('secrets', 'my-key:'),
      encryption('secrets', 'k8s:enc:kms:v2:', 'Internal'),
      encryption('configmaps', ''),
    );
    expect(seen.encryptedBy).toEqual(['k8s:enc:aescbc:v1:']);
    expect(facts(encryption('secrets', '')).encryptedBy).toEqual(['identity']);
  });

  it('are bounded, whatever a server counts', () => {
    const lines = Array.from(
      { length: 1000 },
      (_, index) => `apiserver_authorization_decisions_total{decision="allowed",name="n",type="t${index}"} 1`,
    );
    expect(facts(...lines).authorizers.length).toBeLessThan(300);
  });

  it('of several API servers add up', () => {
    const one = facts('apiserver_authorization_decisions_total{decision="allowed",name="n",type="RBAC"} 1');
    const other = facts(
      'apiserver_authorization_decisions_total{decision="allowed",name="n",type="Node"} 1',
      'apiserver_audit_event_total 1',
    );
    expect(mergedFacts([one, other])).toMatchObject({ authorizers: ['Node', 'RBAC'], audited: true });
  });
});

describe('a line of the text format', () => {
  it.each([
    ['up 1', { name: 'up', labels: {}, value: 1 }],
    ['a{x="1",y="a,b}\\"c\\n"} 2.5 1700000000000', { name: 'a', labels: { x: '1', y: 'a,b}"c\n' }, value: 2.5 }],
    ['# TYPE a counter', undefined],
    ['a{x="1"', undefined],
    ['', undefined],
  ])('reads %j', (line, sample) => {
    expect(readSample(line)).toEqual(sample);
  });
});
