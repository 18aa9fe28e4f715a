import { describe, expect, it } from 'vitest';
import type { FindingTransition } from '../model/finding.ts';
import type { AlertEpisode } from './episode.ts';
import { decide, reconsiderMs, suggest, triageMs, type Judgement } from './judge.ts';

const start = Date.UTC(2026, 5, 1);
const minute = 60_000;
const hour = 60 * minute;

const about = {
  check: 'pod-privileged',
  resource_namespace: 'shop',
  resource_kind: 'Deployment',
  resource_name: 'web',
};

function episode(more: Partial<AlertEpisode> & { readonly fingerprint?: string } = {}): AlertEpisode {
  const { fingerprint = 'aa', startsAt = start } = more;
  return {
    id: `${fingerprint}|${startsAt}`,
    fingerprint,
    startsAt,
    labels: { alertname: 'KspmCriticalFindingNew', severity: 'critical', ...about },
    summary: undefined,
    receivedAt: startsAt,
    endsAt: startsAt + hour,
    verdict: undefined,
    counted: undefined,
    ...more,
  };
}

function resolved(reason: FindingTransition['reason'], at: number): FindingTransition {
  const team = { team: 'checkout', source: 'label' };
  const object = { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name: 'web' } as const;
  const finding = { id: 'x', check: 'pod-privileged', severity: 'critical', object, team, part: '', path: '' } as const;
  const times = { firstSeen: start, lastChange: at, estimated: false, openedBecause: 'new', message: '' } as const;
  return { type: 'resolved', reason, at, finding: { ...finding, ...times } };
}

describe('what an ended alert looks like', () => {
  const short = episode({ endsAt: start + 5 * minute });
  const other = episode({ fingerprint: 'bb', startsAt: start - minute });
  const elsewhere = { ...other, labels: { ...other.labels, resource_name: 'api' } };
  const plain = episode({ labels: { alertname: 'KspmScanStale' } });

  it.each<[string, AlertEpisode, readonly AlertEpisode[], readonly FindingTransition[] | undefined, string]>([
    ['actioned when its finding was fixed', episode(), [], [resolved('fixed', start + hour)], 'actioned'],
    [
      'actioned when the fix came a moment after',
      episode(),
      [],
      [resolved('fixed', start + hour + minute)],
      'actioned',
    ],
    [
      'nothing known when the fix came much later',
      episode(),
      [],
      [resolved('fixed', start + 3 * hour)],
      'unclassified',
    ],
    ['actioned when its object was deleted', episode(), [], [resolved('deleted', start + hour)], 'actioned'],
    ['expected when a waiver accepts its finding', episode(), [], [resolved('exempted', start + hour)], 'expected'],
    ['flapping when it ended soon and nothing changed', short, [], [], 'flapping'],
    ['actioned when it ended soon because of a fix', short, [], [resolved('fixed', start + 4 * minute)], 'actioned'],
    ['a duplicate of an alert on the same finding', episode(), [other], [], 'duplicate'],
    ['nothing known beside an alert on another object', episode(), [elsewhere], [], 'unclassified'],
    ['nothing known after an alert that had ended', episode(), [{ ...other, endsAt: start - 1 }], [], 'unclassified'],
    ['nothing known beside others that name no finding', plain, [{ ...other, labels: {} }], undefined, 'unclassified'],
    [
      'flapping when it fired three times within a day',
      episode({ startsAt: start + 5 * hour, endsAt: start + 6 * hour }),
      [episode(), episode({ startsAt: start + 2 * hour, endsAt: start + 3 * hour })],
      [],
      'flapping',
    ],
  ])('is %s', (_, told, others, transitions, outcome) => {
    expect(suggest(told, { others: [told, ...others], transitions }).outcome).toBe(outcome);
  });

  it('says that no finding had changed only where a finding could have', () => {
    const brief = { ...plain, endsAt: start + 5 * minute };
    const why = (told: AlertEpisode, transitions: readonly FindingTransition[] | undefined) =>
      suggest(told, { others: [told], transitions }).why;
    expect(why(short, [])).toBe('it ended within 10 minutes, and no finding had changed');
    expect(why(brief, undefined)).toBe('it ended within 10 minutes');
  });

  it('never makes both of two alerts on one finding duplicates', () => {
    const [a, b] = [episode(), episode({ fingerprint: 'bb' })];
    const outcomes = [a, b].map((one) => suggest(one, { others: [a, b], transitions: [] }).outcome);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'unclassified']);
  });
});

describe('what an alert is counted as', () => {
  const looksLike = (outcome: Judgement['outcome']) => () => ({ outcome, why: 'so it looks' });
  const verdict = { outcome: 'false_positive', by: 'ann', at: start + 2 * hour } as const;

  it.each<[string, AlertEpisode, Judgement['outcome'], number, string | undefined]>([
    ['nothing while it fires', episode({ endsAt: undefined, verdict }), 'actioned', start + 30 * triageMs, undefined],
    ['nothing while there is time to judge it', episode(), 'flapping', start + hour + triageMs - 1, undefined],
    ['nothing while its verdict can be taken back', episode({ verdict }), 'actioned', verdict.at + 1, undefined],
    ['what the verdict says', episode({ verdict }), 'actioned', verdict.at + reconsiderMs, 'false_positive'],
    ['what it looks like when nobody judged it', episode(), 'flapping', start + hour + triageMs, 'flapping'],
    ['not valid when nobody said so', episode(), 'actioned', start + hour + triageMs, 'unclassified'],
    [
      'nothing a second time',
      episode({ verdict, counted: { outcome: 'expected', why: '', at: start } }),
      'actioned',
      start + 30 * triageMs,
      undefined,
    ],
  ])('is %s', (_, told, suggestion, now, outcome) => {
    expect(decide(told, looksLike(suggestion), now)?.outcome).toBe(outcome);
  });
});
