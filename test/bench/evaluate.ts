import { checks } from '../../exporter/checks/index.ts';
import { Evaluator } from '../../exporter/evaluate/evaluator.ts';
import { platformExemptions } from '../../exporter/evaluate/platform/index.ts';
import { Inventory } from '../../exporter/model/inventory.ts';
import { project } from '../../exporter/normalize/project.ts';
import { medianMs, mib, ms, print, ratio } from './figures.ts';
import { rawDeployment } from './workloads.ts';

/** (a) Evaluating workload objects in memory, against parsing the same objects. */
export function benchEvaluate(objects = 10_000): void {
  const texts = Array.from({ length: objects }, (_, index) => JSON.stringify(rawDeployment(index)));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const inventory = new Inventory({ complete: true });
  const projected = texts.map((text) => project('Deployment', JSON.parse(text)));
  for (const object of projected) inventory.put({ kind: 'Deployment', object });
  const evaluator = new Evaluator({
    checks,
    inventory,
    exempt: platformExemptions,
    onError: (_check, _object, error) => {
      throw error;
    },
  });

  const parse = medianMs(5, () => texts.forEach((text) => void JSON.parse(text)));
  const evaluate = medianMs(5, () => projected.forEach((object) => void evaluator.evaluate('Deployment', object)));
  const met = evaluate / parse <= 1;
  print(`(a) evaluate ${objects} workload objects with ${checks.length} checks`, [
    { what: 'JSON.parse of the same bytes', value: ms(parse), baseline: mib(bytes) },
    { what: 'evaluation', value: ms(evaluate) },
    { what: 'evaluation / JSON.parse', value: ratio(evaluate / parse), aim: '≤ 1.0', met },
  ]);
}
