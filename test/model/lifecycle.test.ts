import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import type { FindingStore } from '../../exporter/findings/store.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { histories, setups, type Step } from './commands.ts';
import { compareShown, compareStored } from './compare.ts';
import { Rendered } from './rendered.ts';
import type { Setup } from './universe.ts';
import { World, type Shelf } from './world.ts';

/** Histories to play: a few seconds' worth, or as many as are asked for. */
const runs = Number(process.env['PLUMBLINE_TEST_HISTORIES'] ?? 120);
/**
 * The same histories in every run of CI, which must not fail by the luck of a change that has nothing to do with it; others
 * where a seed is given, or a long form is asked for, which is where new disagreements are looked for.
 */
const seed = Number(
  process.env['PLUMBLINE_TEST_SEED'] ??
    (process.env['PLUMBLINE_TEST_HISTORIES'] === undefined ? 20_261_124 : Date.now()),
);
const longestMs = 4 * 3_600_000;

/** Plays a history against a store; resolves to the number of times at which both sides were compared. */
async function play(shelf: Shelf, setup: Setup, steps: readonly Step[]): Promise<number> {
  const world = new World(shelf, setup, Date.UTC(2026, 5, 1));
  const rendered = new Rendered();
  let compared = 0;
  for (const step of [undefined, ...steps]) {
    await step?.run(world);
    if (step?.rests === false) continue;
    await world.settle();
    compareShown(world);
    await compareStored(world);
    rendered.compare(world);
    compared += 1;
  }
  await world.store.port.close();
  return compared;
}

/** A counterexample as a story, shortest first found by shrinking. */
function told(setup: Setup, steps: readonly Step[], error: unknown): Error {
  const story = steps.map(({ what, rests }) => `  ${what}${rests ? '' : ' (and at once)'}`).join('\n');
  return new Error(`with ${JSON.stringify(setup)}:\n${story}\n${String(error)}`, { cause: error });
}

async function playAll(
  numRuns: number,
  onShelf: (work: (shelf: Shelf) => Promise<void>) => Promise<void>,
): Promise<number> {
  let compared = 0;
  const history = fc.asyncProperty(setups, histories(40), (setup, steps) =>
    onShelf(async (shelf) => {
      try {
        compared += await play(shelf, setup, steps);
      } catch (error) {
        throw told(setup, steps, error);
      }
    }),
  );
  await fc.assert(history, { numRuns, seed });
  return compared;
}

it('findings in memory become what the specification says, whatever happens', { timeout: longestMs }, async () => {
  const compared = await playAll(runs, (work) => {
    let store: FindingStore | undefined;
    return work({ open: (clock) => (store ??= createMemoryStore(clock)), closes: false });
  });
  expect(compared).toBeGreaterThan(runs);
});

it('findings in a file become what the specification says, whatever happens', { timeout: longestMs }, async () => {
  const compared = await playAll(Math.ceil(runs / 3), async (work) => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-histories-'));
    try {
      await work({ open: (clock) => openStore({ url: join(folder, 'findings.db'), clock }), closes: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  expect(compared).toBeGreaterThan(runs / 3);
});
