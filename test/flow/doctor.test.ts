import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checks } from '../../exporter/checks/index.ts';
import { examineCluster, renderExaminations, type Diagnosis } from '../../exporter/cli/doctor.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import { createRig, type Rig } from '../support/ingest-rig.ts';

const { clusters } = loadConfig({ env: {}, overrides: { 'clusters.canary.enabled': 'true' } }).config;
const examine = async (rig: Rig, over: Partial<typeof clusters> = {}) =>
  examineCluster(rig.connection, checks, {
    clusters: { ...clusters, ...over },
    clock: Date.now,
    signal: new AbortController().signal,
  });
const problems = (diagnoses: readonly Diagnosis[]) =>
  diagnoses.filter(({ level }) => level === 'problem').map(({ what }) => what);

describe('doctor, asked what the exporter may do', () => {
  it.each([
    [
      'events',
      'watch',
      /not allowed to watch events .*: what admission refuses is not counted/,
      { resources: ['events'] },
    ],
    [
      'leases',
      'update',
      /not allowed to update the Lease plumbline\/plumbline-canary: no watch canary, and no baseline that outlives/,
      { resources: ['leases'], resourceNames: ['plumbline-canary'], verbs: ['update'] },
    ],
    ['deployments', 'list', /not allowed to list deployments\.apps .*unknown for it: /, { resources: ['deployments'] }],
    [
      'waivers',
      'list',
      /waivers\.plumbline\.dev .*; waivers in the cluster are not honoured/,
      { resources: ['waivers'] },
    ],
  ])('tells what is lost without %s, and the rule to paste', async (resource, verb, what, rule) => {
    await using rig = await createRig();
    // What only a definition adds is not there by itself.
    rig.server.serve('waivers.plumbline.dev');
    rig.server.deny(resource, verb);
    const { title, diagnoses } = await examine(rig);
    expect(problems(diagnoses).filter((one) => what.test(one))).toHaveLength(1);
    const pasted = diagnoses.flatMap(({ paste = [] }) => paste);
    expect(parse(pasted.join('\n'))).toEqual([expect.objectContaining(rule)]);
    const shown = renderExaminations([{ title, diagnoses }], (_, text) => text);
    for (const line of pasted) expect(shown).toContain(`\n      ${line}`);
  });

  it('does not ask for what is switched off', async () => {
    await using rig = await createRig();
    rig.server.deny('events', 'list');
    rig.server.deny('leases', 'update');
    const read = { ...clusters.read, events: false };
    const { diagnoses } = await examine(rig, { read, canary: { ...clusters.canary, enabled: false } });
    expect(diagnoses.flatMap(({ paste = [] }) => paste)).toEqual([]);
  });
});
