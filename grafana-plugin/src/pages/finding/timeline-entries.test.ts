import { describe, expect, it } from 'vitest';
import type { ApiDriftEvent, ApiTransition } from '#contract';
import { driftInWords, stepInWords, timelineOf } from './timeline-entries.ts';

const step = (at: string, type: ApiTransition['type'] = 'opened'): ApiTransition => ({
  type,
  reason: 'new',
  at,
  severity: 'high',
  path: '',
  message: '',
});
const drift = (at: string, id: string): ApiDriftEvent => ({
  id,
  at,
  what: 'changed',
  cluster: 'prod',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  team: 'shop',
  tool: 'argocd',
  application: 'shop',
  actor: 'human',
  managers: ['kubectl'],
  scope: 'security',
  fields: [],
  moreFields: 0,
});

describe('the timeline of a finding', () => {
  it('tells changes of the object and steps of the finding as one story, the newest first', () => {
    const entries = timelineOf(
      [step('2026-01-01T00:00:00Z'), step('2026-01-03T00:00:00Z', 'updated')],
      [drift('2026-01-04T00:00:00Z', 'b'), drift('2026-01-02T00:00:00Z', 'a')],
    );
    expect(entries.map(({ key }) => key)).toEqual(['drift b', 'step 1', 'drift a', 'step 0']);
  });

  it('puts a cause below its effect of the same moment, and later steps of a moment above earlier ones', () => {
    const at = '2026-01-01T00:00:00Z';
    expect(timelineOf([step(at), step(at, 'updated')], [drift(at, 'a')]).map(({ key }) => key)).toEqual([
      'step 1',
      'step 0',
      'drift a',
    ]);
  });

  it.each([
    [{ type: 'opened', reason: 'baseline' }, 'Opened: found at the first look'],
    [{ type: 'resolved', reason: 'deleted' }, 'Resolved: object deleted'],
    [{ type: 'updated', reason: 'new' }, 'Changed'],
  ] as const)('tells %j as "%s"', (told, words) => {
    expect(stepInWords(told)).toBe(words);
  });

  it('marks changes that matter for security', () => {
    expect(driftInWords({ what: 'changed', scope: 'security' })).toContain('security');
    expect(driftInWords({ what: 'reverted', scope: 'other' })).not.toContain('security');
  });
});
