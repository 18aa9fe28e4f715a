import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { shareParts } from './share.ts';

/** As a store reads it: nothing in it is anybody else's. */
function read(more: Partial<Finding> = {}): Finding {
  return JSON.parse(
    JSON.stringify({
      id: 'a'.repeat(64),
      check: 'pod-privileged',
      severity: 'critical',
      object: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name: 'web' },
      team: { team: 'checkout', source: 'label' },
      part: 'app',
      path: 'spec.template.spec.containers[0]',
      message: 'it may do everything',
      firstSeen: 1,
      estimated: false,
      lastChange: 1,
      openedBecause: 'new',
      ...more,
    }),
  ) as Finding;
}

describe('findings whose parts are shared', () => {
  it('say what they said before', () => {
    const findings = [
      read({ container: 'app', criticalSince: 5 }),
      read({ id: 'b', object: { ...read().object, namespace: 'shop\nweb', name: '' } }),
      read({ id: 'c', object: { ...read().object, namespace: 'shop', name: 'web\n' } }),
      read({ id: 'd', team: { team: 'checkout', source: 'namespace' } }),
    ];
    expect(shareParts(findings)).toStrictEqual(findings);
  });

  it('hold an object and a team once', () => {
    const [one, other] = shareParts([read(), read({ id: 'b', check: 'pod-host-pid' })]);
    expect(other?.object).toBe(one?.object);
    expect(other?.team).toBe(one?.team);
  });
});
