import type { Result } from '../contract/vocabulary.ts';
import type { Check, Example } from '../checks/define.ts';
import type { Manifest } from '../checks/patch.ts';
import { codes, Evaluator, type Violation } from '../evaluate/evaluator.ts';
import { noExemptions } from '../evaluate/exemptions.ts';
import { observed, worldOf } from './world.ts';

export interface Judgment {
  readonly result: Result;
  readonly violations: readonly Violation[];
  readonly reason: string | undefined;
}

/** What a check says of the first manifest in a world of all of them; errors of the check are thrown. */
export function judge(check: Check, manifests: readonly [Manifest, ...Manifest[]], version?: string): Judgment {
  const evaluator = new Evaluator({
    checks: [check],
    inventory: worldOf(manifests, version),
    exempt: noExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  const { kind, object } = observed(manifests[0]);
  const { results, violations, reasons } = evaluator.evaluate(kind, object);
  const code = codes[results[0] ?? 0];
  if (code === undefined || code === 'none') throw new Error(`${check.id} does not look at ${kind}`);
  return { result: code, violations, reason: reasons?.get(0) };
}

/** What a check says of one of its examples, on the release and with the parameters that the example is for. */
export function judgeExample(check: Check, { manifests, version, settings }: Example): Judgment {
  return judge(settings === undefined ? check : check.configured(settings), manifests, version);
}
