import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from './project.ts';
import { readCorpus, type Sample } from './secret-corpus.ts';

/** Whether projection takes a sample for a secret, on the way that an object of a cluster goes. */
function isTaken({ form, text }: Sample): boolean {
  if (form === 'file') {
    const { secrets } = project('ConfigMap', { metadata: { name: 'settings' }, data: { settings: `${text}\n` } });
    return secrets !== undefined;
  }
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const container =
    form === 'env' ? { name: 'app', env: [{ name, value }] } : { name: 'app', command: text.split(' | ') };
  const before = JSON.stringify(container);
  const { spec } = project('Pod', { metadata: { name: 'app' }, spec: { containers: [container] } });
  return JSON.stringify(spec) !== JSON.stringify({ containers: [JSON.parse(before)] });
}

/** Rates of a corpus, and the samples behind them. */
function measured(samples: readonly Sample[]) {
  const secrets = samples.filter(({ isSecret }) => isSecret);
  const harmless = samples.filter(({ isSecret }) => !isSecret);
  const missed = secrets.filter((sample) => !isTaken(sample));
  const alarms = harmless.filter(isTaken);
  return {
    missed,
    alarms,
    missRate: missed.length / secrets.length,
    alarmRate: alarms.length / harmless.length,
    secrets: secrets.length,
    harmless: harmless.length,
  };
}

const shown = (samples: readonly Sample[]) => samples.map(({ line, form, text }) => `  ${line}: ${form} ${text}`);
const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;

describe('detection on the corpus', () => {
  const samples = readCorpus(join(import.meta.dirname, 'secret-corpus.txt'));
  const { missed, alarms, missRate, alarmRate, secrets, harmless } = measured(samples);
  const figures = [
    `${missed.length} of ${secrets} secrets missed (${percent(missRate)}),`,
    `${alarms.length} of ${harmless} look-alikes taken for one (${percent(alarmRate)})`,
  ];
  process.stdout.write(`${[figures.join(' '), ...shown([...missed, ...alarms])].join('\n')}\n`);

  it('is measured on hundreds of samples of each sort', () => {
    expect(secrets).toBeGreaterThan(400);
    expect(harmless).toBeGreaterThan(500);
  });

  it('misses few secrets', () => {
    expect(missRate).toBeLessThan(0.035);
  });

  it('takes little else for one', () => {
    expect(alarmRate).toBeLessThan(0.015);
  });
});
