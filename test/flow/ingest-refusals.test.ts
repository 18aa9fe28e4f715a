import { expect, it } from 'vitest';
import { createStatusKeeper } from '../../exporter/ingest/kind-status.ts';
import { createRecordingSink } from '../support/recording-sink.ts';

const refusalMs = 10_000;

function keeper() {
  const clock = { now: 0 };
  const status = createStatusKeeper({
    kind: 'Deployment',
    sink: createRecordingSink(),
    clock: () => clock.now,
    staleAfterMs: 900_000,
    statusChanged: () => undefined,
  });
  status.set('synced');
  return { clock, status };
}

it('a refusal is believed once it has lasted', () => {
  const { clock, status } = keeper();
  expect(status.isRefused(refusalMs)).toBe(false);
  clock.now += refusalMs;
  expect(status.isRefused(refusalMs)).toBe(true);
});

it.each([
  ['an answer', (status: ReturnType<typeof keeper>['status'], now: number) => status.heard(now)],
  ['a time without any', (status: ReturnType<typeof keeper>['status']) => status.unanswered()],
] as const)('refusals before and after %s do not add up', (_what, between) => {
  const { clock, status } = keeper();
  expect(status.isRefused(refusalMs)).toBe(false);
  clock.now += refusalMs;
  between(status, clock.now);
  expect(status.isRefused(refusalMs)).toBe(false);
  clock.now += refusalMs;
  expect(status.isRefused(refusalMs)).toBe(true);
});
