import type { Check } from '../../exporter/checks/define.ts';
import { checks as library } from '../../exporter/checks/index.ts';
import { Judged } from '../../exporter/checks/judged.ts';
import { Evaluator } from '../../exporter/evaluate/evaluator.ts';
import { platformExemptions } from '../../exporter/evaluate/platform/index.ts';
import { TrackedWorld } from '../../exporter/evaluate/tracked-world.ts';
import { Inventory } from '../../exporter/model/inventory.ts';
import { kindNamed } from '../../exporter/model/kinds.ts';
import type { KubeObject } from '../../exporter/model/object.ts';
import { project } from '../../exporter/normalize/project.ts';
import { medianMs, mib, ms, print, ratio } from './figures.ts';
import { surroundings } from './surroundings.ts';
import { rawDeployment } from './workloads.ts';

/** Checks that may take more than their share of the time, and why. */
const reasons: Readonly<Record<string, string>> = {
  'image-digest-missing': 'no image here has a digest: it says so of each of three containers',
  'image-known-vulnerable': 'it parses the image of each container where nothing has before',
  'netpol-egress-uncovered': 'most pods here are open, and it says so of each',
  'pod-ssh-port': 'it asks which Services lead to the pod, which those after it find worked out',
  'res-ephemeral-storage': 'nothing here is limited: it says so of each of three containers',
  'secret-env-ref': 'optional; every container here takes variables from Secrets, and it names them',
  'secret-ref-missing': 'optional; it looks up every Secret and ConfigMap that a pod names, and none is there',
  'workload-exposed-cloud-credentials': 'a way from the internet is looked for in every pod',
  'workload-exposed-takeover': 'a way from the internet is looked for in every pod',
};

const everything: readonly Check[] = library;
const usual = everything.filter(({ optional }) => !optional);
const largestShare = 0.05;

/** (a) Evaluating workload objects in memory, against parsing the same objects; and what each check costs of it. */
export function benchEvaluate(objects = 10_000): void {
  const texts = Array.from({ length: objects }, (_, index) => JSON.stringify(rawDeployment(index)));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const inventory = new Inventory({ complete: true });
  const projected = texts.map((text) => project('Deployment', JSON.parse(text)));
  for (const object of projected) inventory.put({ kind: 'Deployment', object });
  let around = 0;
  for (const raw of surroundings(objects)) {
    const kind = kindNamed(String(raw['apiVersion']), String(raw['kind']));
    if (kind === undefined) throw new Error(`${String(raw['kind'])} is not a catalogued kind`);
    inventory.put({ kind, object: project(kind, raw) });
    around += 1;
  }
  const onError = (_check: Check, _object: KubeObject, error: unknown) => {
    throw error;
  };
  const parse = medianMs(5, () => texts.forEach((text) => void JSON.parse(text)));
  const evaluated = (checks: readonly Check[]) => {
    const evaluator = new Evaluator({ checks, inventory, exempt: platformExemptions, onError });
    const took = medianMs(5, () => projected.forEach((object) => void evaluator.evaluate('Deployment', object)));
    return { took, looking: evaluator.checksOf('Deployment').length };
  };
  const standard = evaluated(usual);
  const all = evaluated(everything);
  print(`(a) evaluate ${objects} workload objects beside ${around} others`, [
    { what: 'JSON.parse of the same bytes', value: ms(parse), baseline: mib(bytes) },
    {
      what: `${usual.length} checks, ${standard.looking} of which look at them / JSON.parse`,
      value: `${ms(standard.took)}, ${ratio(standard.took / parse)}`,
      aim: '≤ 2.0',
      met: standard.took / parse <= 2,
    },
    {
      what: `${everything.length} with the optional ones, ${all.looking} / JSON.parse`,
      value: `${ms(all.took)}, ${ratio(all.took / parse)}`,
    },
  ]);
  printCosts(projected, inventory);
}

/** Objects that one check judges in a row, so few that they stay in the cache as they do where all checks run together. */
const blockSize = 100;

/** Each check alone, on objects whose pods have been looked at before: what it adds where all run together. */
function printCosts(objects: readonly KubeObject[], inventory: Inventory): void {
  const looking = everything.filter(({ kinds }) => kinds.includes('Deployment'));
  const world = new TrackedWorld(inventory);
  const judged = objects.map((object) => new Judged('Deployment', object));
  const took = looking.map(() => 0);
  const run = () => {
    for (let from = 0; from < judged.length; from += blockSize) {
      const block = judged.slice(from, from + blockSize);
      looking.forEach((check, index) => {
        const start = performance.now();
        for (const one of block) {
          world.begin();
          check.judge(one, world);
        }
        took[index] = (took[index] ?? 0) + performance.now() - start;
      });
    }
  };
  run();
  took.fill(0);
  run();
  const costs = looking.map((check, index) => ({ check, took: took[index] ?? 0 }));
  const total = costs.reduce((sum, { took }) => sum + took, 0);
  const dearest = costs.toSorted((a, b) => b.took - a.took);
  print(
    `    what single checks cost of ${ms(total)}: the median is ${nanoseconds(dearest[dearest.length >> 1]?.took ?? 0, objects.length)} an object`,
    dearest
      .filter(({ took }, rank) => rank < 8 || took / total > largestShare)
      .map(({ check: { id }, took }) => {
        const share = took / total;
        const reason = reasons[id];
        return {
          what: id,
          value: `${nanoseconds(took, objects.length)} an object, ${(share * 100).toFixed(1)} %`,
          ...(share > largestShare && {
            aim: `≤ ${largestShare * 100} % or a reason: ${reason ?? 'none is written'}`,
            met: reason !== undefined,
          }),
        };
      }),
  );
}

function nanoseconds(milliseconds: number, objects: number): string {
  return `${Math.round((milliseconds * 1e6) / objects)} ns`;
}
