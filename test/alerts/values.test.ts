import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { prometheusGroups, ruleFile } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { promtool } from '../support/prometheus.ts';
import { skipWithout } from '../tools/find.ts';

/** Files of somebody who agrees on other targets, each with a line of rules that must come of it. */
const others = {
  'looser than ours': {
    text: `slos:
  m1: { target: 0.9 }
  m2: { target: 0.5, most: 40 }
  m3: { target: 0.8, within: 7d, dueSoonAfter: 6d }
  m8: { within: 5m, share: 0.5 }
alerts:
  burst: { within: 2h, objects: 10, clusters: 5 }
`,
    gives: 'kspm_critical_finding_since_timestamp_seconds) <= time() - 518400 > time() - 604800',
  },
  'stricter than ours': {
    text: `slos:
  m1: { target: 0.9999 }
  m4: { mostPerWeek: 0 }
  m5: { least: 1, fewestObjects: 1 }
  m10: { most: 0, fewestPullRequests: 1 }
alerts:
  coverage: { least: 1 }
  dataFreshFor: 90s
  storm: { alerts: 1 }
`,
    gives: 'expr: cluster:kspm_data_age:seconds <= bool 90',
  },
  'of another house': {
    text: `links: { runbooks: 'https://wiki.example/a/', grafana: 'http://g.example:3000', exporter: 'https://e.example/p' }
scrape: { postureJob: 'kspm|agents-.+', selfJob: 'ops/(blue|green)' }
owners: { posture: security@example, exporter: platform/observability }
`,
    gives: 'absent(up{job=~"ops/(blue|green)"} == 1)',
  },
};

describe.each(Object.entries(others))('with values %s', (_name, { text, gives }) => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-values-'));
    const file = join(folder, 'values.yaml');
    await writeFile(file, text);
    const values = loadValues(file);
    await writeFile(join(folder, 'rules.yaml'), ruleFile(prometheusGroups(catalogueOf(values).groups, values.links)));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('the rules say what they say', async () => {
    expect(await readFile(join(folder, 'rules.yaml'), 'utf8')).toContain(gives);
  });

  it.for(['promtool', 'promtool-3'] as const)('%s finds nothing to object to', async (tool, { skip }) => {
    if (skipWithout(`${tool} checks the rules of other values`, [tool])) skip();
    const file = join(folder, 'rules.yaml');
    const { code, stdout, stderr } = await promtool(['check', 'rules', '--lint=all', '--lint-fatal', file], '', tool);
    expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
  });
});
