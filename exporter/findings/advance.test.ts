import { describe, expect, it } from 'vitest';
import type { Result } from '../contract/vocabulary.ts';
import type { Finding } from '../model/finding.ts';
import type { ObjectRef } from '../model/object.ts';
import { advance, type Known, type Observation } from './advance.ts';

const ref: ObjectRef = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const team = { team: 'shop', source: 'label team' };
const now = Date.parse('2026-11-01T12:00:00Z');
const offence = {
  id: 'f1',
  check: 'pod-privileged',
  severity: 'critical',
  path: 'spec.template.spec.containers[0].securityContext.privileged',
  container: 'web',
  message: 'container "web": securityContext.privileged is true',
} as const;

const finding: Finding = {
  id: 'f1',
  check: 'pod-privileged',
  severity: 'critical',
  object: { ...ref, apiVersion: 'apps/v1' },
  team,
  part: 'web',
  path: offence.path,
  container: 'web',
  message: offence.message,
  firstSeen: now - 3_600_000,
  estimated: false,
  criticalSince: now - 3_600_000,
  lastChange: now - 3_600_000,
  openedBecause: 'new',
};

function known(over: Partial<Known> & { readonly open?: readonly Finding[] } = {}): Known {
  return {
    openAt: () => over.open ?? [],
    continuable: () => undefined,
    opensBecause: () => 'new',
    inUse: () => true,
    ...over,
  };
}

function seen(result: Result | undefined, over: Partial<NonNullable<Observation['present']>> = {}): Observation {
  return {
    ref,
    present: {
      apiVersion: 'apps/v1',
      team,
      createdAt: now - 90_000_000,
      changedAt: now - 86_400_000,
      containers: new Set(['web']),
      resultOf: () => result,
      offences: result === 'fail' ? [offence] : [],
      exempt: new Set(result === 'exempt' ? [offence.id] : []),
      ...over,
    },
  };
}

const brief = (transitions: ReturnType<typeof advance>) => transitions.map(({ type, reason }) => `${type}: ${reason}`);

describe('a finding that is open', () => {
  it.each([
    ['stays while its check fails', seen('fail'), []],
    ['is fixed when its check passes', seen('pass'), ['resolved: fixed']],
    ['is fixed when its check no longer applies', seen('not_applicable'), ['resolved: fixed']],
    ['stays while its check throws', seen('error'), []],
    ['stays while what its check needs cannot be seen', seen('unknown'), []],
    ['is exempted when an exemption accepts it', seen('exempt'), ['resolved: exempted']],
    [
      'is deleted, not fixed, with its container',
      seen('pass', { containers: new Set(['other']) }),
      ['resolved: deleted'],
    ],
    ['is deleted with its object', { ref, present: undefined }, ['resolved: deleted']],
    ['is closed as changed when no check looks at its kind any more', seen(undefined), ['resolved: check_changed']],
  ] satisfies [string, Observation, string[]][])('%s', (_, observation, expected) => {
    expect(brief(advance(known({ open: [finding] }), observation, now))).toEqual(expected);
  });

  it('is closed as changed when its check is no longer in use', () => {
    const changed = known({ open: [finding], inUse: () => false });
    expect(brief(advance(changed, seen(undefined), now))).toEqual(['resolved: check_changed']);
  });

  it('is closed as deleted with its object even when its check is unknown now', () => {
    expect(brief(advance(known({ open: [finding] }), { ref, present: undefined }, now))).toEqual(['resolved: deleted']);
  });

  it('says what is true now, without counting as a transition', () => {
    const moved = seen('fail', { offences: [{ ...offence, path: 'spec.template.spec.containers[1]' }] });
    const [transition] = advance(known({ open: [finding] }), moved, now);
    expect(transition).toMatchObject({
      type: 'updated',
      finding: { firstSeen: finding.firstSeen, path: 'spec.template.spec.containers[1]' },
    });
  });

  it('becomes critical now when its check does, however old it is', () => {
    const { criticalSince: _, ...high } = { ...finding, severity: 'high' as const };
    const [transition] = advance(known({ open: [high] }), seen('fail'), now);
    expect(transition?.finding).toMatchObject({
      severity: 'critical',
      criticalSince: now,
      firstSeen: finding.firstSeen,
    });
  });
});

describe('a finding that is not open', () => {
  it('opens as new, seen now', () => {
    const [transition] = advance(known(), seen('fail'), now);
    expect(transition).toMatchObject({
      type: 'opened',
      reason: 'new',
      finding: { firstSeen: now, criticalSince: now, estimated: false, part: 'web', team },
    });
  });

  it('opens as baseline in a backlog, dated by the object and marked as estimated', () => {
    const [transition] = advance(known({ opensBecause: () => 'baseline' }), seen('fail'), now);
    expect(transition).toMatchObject({
      type: 'opened',
      reason: 'baseline',
      finding: { firstSeen: now - 86_400_000, estimated: true },
    });
  });

  it('opens as new, dated by the object, when it came into being while nobody looked and all else is lost', () => {
    const lost = { baselineAt: now - 95_000_000, watchedUntil: now - 91_000_000 };
    const [transition] = advance(known({ opensBecause: () => lost }), seen('fail'), now);
    const since = now - 86_400_000;
    expect(transition).toMatchObject({
      reason: 'new',
      finding: { firstSeen: since, criticalSince: since, estimated: true },
    });
  });

  it('never starts in the future, whatever the object claims', () => {
    const liar = seen('fail', { changedAt: now + 1e9 });
    const [transition] = advance(known({ opensBecause: () => 'baseline' }), liar, now);
    expect(transition?.finding.firstSeen).toBe(now);
  });

  it('that moves up from beyond the most that a check reports is as old as what stood for it', () => {
    const more: Finding = { ...finding, id: 'more', part: 'more' };
    const moved = seen('fail', { offences: [offence, { ...offence, id: 'more', part: 'more' }] });
    const opened = advance(known({ open: [more] }), moved, now).find(({ type }) => type === 'opened');
    const { firstSeen, criticalSince } = finding;
    expect(opened).toMatchObject({ reason: 'baseline', finding: { id: 'f1', firstSeen, criticalSince } });
    const [rest] = advance(known({ open: [more] }), seen('pass'), now);
    expect(rest).toMatchObject({ type: 'resolved', reason: 'check_changed' });
  });

  it('continues an episode that ended lately', () => {
    const closed = { at: now - 60_000, reason: 'fixed', finding } as const;
    const [transition] = advance(known({ continuable: () => closed }), seen('fail'), now);
    const { firstSeen, criticalSince } = finding;
    expect(transition).toMatchObject({ type: 'reopened', reason: 'new', finding: { firstSeen, criticalSince } });
  });

  it('is critical since now when its object comes back after hours, though its clock runs on', () => {
    const closed = { at: now - 20 * 3_600_000, reason: 'deleted', finding } as const;
    const [transition] = advance(known({ continuable: () => closed }), seen('fail'), now);
    expect(transition?.finding).toMatchObject({ firstSeen: finding.firstSeen, criticalSince: now });
  });

  it.each(['pass', 'exempt', 'unknown', 'error', 'not_applicable'] satisfies Result[])(
    'stays closed on %s',
    (result) => {
      expect(advance(known(), seen(result), now)).toEqual([]);
    },
  );
});
