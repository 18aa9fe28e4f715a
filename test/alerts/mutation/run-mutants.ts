import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../../../alerts/catalogue.ts';
import { promtool } from '../../support/prometheus.ts';
import { alertCases } from '../cases/index.ts';
import { recordCases } from '../cases/records.ts';
import type { Mutant } from './mutants.ts';
import { costOf, stageOf, trial, type Numbered, type Stage } from './trial.ts';

/** How a run ended: mutants that no case tells from the rule, cases that did not run, and how often promtool ran. */
export interface MutationRun {
  readonly survivors: readonly Mutant[];
  readonly left: number;
  readonly runs: number;
}

/** Evaluations of rules in a case above which it is left to the long form. */
export const cheap = 1_000;

/** The number of a rule as it is. */
const unchanged = Number.MAX_SAFE_INTEGER;

interface RunOptions {
  /** Cases with more evaluations of rules than this do not run. */
  readonly costliest?: number;
  readonly parallel?: number;
  /** Asked before each case; where it says no, the run ends. */
  readonly goOn?: () => boolean;
  readonly onProgress?: (alive: number, left: number) => void;
}

/**
 * Shows each mutant to the cases that depend on it, cheap ones first, until one objects. Throws where a case objects to the
 * rules as they are.
 */
export async function runMutants(
  mutants: readonly Mutant[],
  catalogue: Catalogue,
  { parallel = 2, costliest = Infinity, goOn = () => true, onProgress }: RunOptions = {},
): Promise<MutationRun> {
  const stages = [...alertCases, ...recordCases]
    .map((test) => stageOf(test, catalogue))
    .filter((stage) => costOf(stage) <= costliest)
    .toSorted((one, other) => costOf(one) - costOf(other));
  const alive = new Map(mutants.map((mutant, number) => [number, { number, mutant }]));
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-mutants-'));
  let runs = 0;
  let begun = 0;
  const show = async (stage: Stage, mutants: readonly Numbered[]) => {
    let shown = mutants;
    // An expression that fails ends the run before anything else was asked: the rest is asked again.
    while (shown.length > 0) {
      const { killed, all } = await objected(stage, shown, join(folder, String(runs++)));
      if (killed.has(unchanged)) throw new Error(`"${stage.test.claim}" objects to the rules as they are`);
      for (const number of killed) alive.delete(number);
      if (all) break;
      shown = shown.filter(({ number }) => !killed.has(number));
    }
  };
  const worker = async () => {
    for (let stage = stages[begun]; stage !== undefined && goOn(); stage = stages[begun]) {
      begun += 1;
      const own = stage.rules;
      const concerned = [...alive.values()].filter(({ mutant }) => own.has(mutant.rule));
      if (concerned.length > 0) {
        const shown = [...controlOf(stage), ...concerned];
        for (const batch of stage.alone ? shown.map((one) => [one]) : [shown]) await show(stage, batch);
      }
      onProgress?.(alive.size, stages.length - begun);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
  } finally {
    await rm(folder, { recursive: true });
  }
  return { survivors: [...alive.values()].map(({ mutant }) => mutant), left: stages.length - begun, runs };
}

/** What every case is shown beside the mutants: the first of its rules as it is. A case that is wrong would kill all of them. */
function controlOf({ groups, rules }: Stage): readonly Numbered[] {
  const group = groups.find((one) => one.rules.some((rule) => rules.has(rule)));
  const [rule] = rules;
  if (group === undefined || rule === undefined) return [];
  return [{ number: unchanged, mutant: { id: 'unchanged', group, rule, mutated: rule } }];
}

async function objected(
  stage: Stage,
  mutants: readonly Numbered[],
  folder: string,
): Promise<{ readonly killed: ReadonlySet<number>; readonly all: boolean }> {
  const { rules, test } = trial(stage, mutants);
  await mkdir(folder);
  // JSON is YAML.
  await writeFile(join(folder, 'rules.yaml'), JSON.stringify(rules));
  await writeFile(join(folder, 'test.yaml'), JSON.stringify(test));
  const { code, stdout, stderr } = await promtool(['test', 'rules', join(folder, 'test.yaml')]);
  await rm(folder, { recursive: true });
  if (code === 0) return { killed: new Set(), all: true };
  const said = stdout + stderr;
  // Nobody would notice that the others were not asked.
  if (said.includes('could not parse expression')) throw new Error(`a mutant is no PromQL:\n${said}`);
  if (stage.alone) return { killed: new Set(mutants.map(({ number }) => number)), all: true };
  const killed = new Set([...said.matchAll(/__m(\d+)\b/g)].map(([, number]) => Number(number)));
  if (killed.size === 0) throw new Error(`promtool objects to "${stage.test.claim}" itself:\n${said}`);
  return { killed, all: !/^\s*rule: .*, err: /m.test(said) };
}
