import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.ts';
import type { Batch } from './store.ts';

const batch = (revision: number): Batch => ({
  clusterId: 'id',
  clusterName: 'prod',
  epoch: 1,
  revision,
  at: revision,
  baselineAt: revision,
  newlyBaselined: [`check-${revision}|Pod`],
  transitions: [],
});

describe('the outbox', () => {
  it('sends what was sent before unchanged, and all that came meanwhile as one batch', async () => {
    const outbox = new Outbox(0);
    const sent: Batch[] = [];
    let broken = true;
    const apply = (one: Batch): Promise<void> => {
      sent.push(one);
      return broken ? Promise.reject(new Error('the connection was lost')) : Promise.resolve();
    };
    const flush = () => outbox.flush(apply, () => undefined);
    outbox.add(batch(1));
    await expect(flush()).rejects.toThrow('lost');
    outbox.add(batch(2));
    outbox.add(batch(3));
    await expect(flush()).rejects.toThrow('lost');
    expect(outbox.isEmpty).toBe(false);
    broken = false;
    await flush();
    expect(outbox.isEmpty).toBe(true);
    const rest = { ...batch(3), baselineAt: 2, newlyBaselined: ['check-2|Pod', 'check-3|Pod'] };
    const first = { ...batch(1), follows: 0 };
    expect(sent).toEqual([first, first, first, { ...rest, follows: 1 }]);
    expect(outbox.confirmed).toBe(3);
    await flush();
    expect(sent).toHaveLength(4);
  });
});
