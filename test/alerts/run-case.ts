import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../../alerts/catalogue.ts';
import { promtool, type Promtool } from '../support/prometheus.ts';
import { bare, groupsFor, promtoolTest, type AlertCase, type RecordCase } from './rule-case.ts';

/** What promtool says against a case under the rules of a catalogue; empty when it holds. */
export async function objections(
  test: AlertCase | RecordCase,
  catalogue: Catalogue,
  tool: Promtool = 'promtool',
): Promise<string> {
  const wanted = 'alert' in test ? { alert: test.alert } : { expr: test.asks };
  const groups = bare(groupsFor(catalogue.groups, wanted), test);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-rules-'));
  try {
    // JSON is YAML.
    await writeFile(join(folder, 'rules.yaml'), JSON.stringify({ groups }));
    const file = join(folder, 'test.yaml');
    await writeFile(file, JSON.stringify(promtoolTest('rules.yaml', groups, test)));
    const { code, stdout, stderr } = await promtool(['test', 'rules', file], '', tool);
    return code === 0 ? '' : stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}
