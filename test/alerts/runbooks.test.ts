import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import { loadValues } from '../../alerts/values.ts';
import { runbooks, shellOfReaders } from './runbook.ts';

const catalogue = catalogueOf(loadValues());
const rules = Map.groupBy(catalogue.alerts, ({ alert }) => alert);

const sections = [
  'What it means',
  'What is not known while it fires',
  'Five-minute triage',
  'Decide',
  'Mitigate',
  'False positive?',
  'Escalate',
  'Keep',
];

/** What a reader sets from each label; labels that only some alerts of a name carry are optional. */
const variableOf: Readonly<Record<string, string>> = {
  cluster: 'CLUSTER',
  check: 'CHECK',
  resource_namespace: 'NAMESPACE',
  resource_kind: 'KIND',
  resource_name: 'NAME',
  owner: 'OWNER',
  indicator: 'INDICATOR',
  finding_severity: 'SEVERITY',
  framework: 'FRAMEWORK',
  source: 'SOURCE',
  provider: 'PROVIDER',
  engine: 'ENGINE',
  name: 'WEBHOOK',
  job: 'JOB',
  instance: 'INSTANCE',
  operation: 'OPERATION',
  change_id: 'CHANGE',
  slo: 'SLO',
};

it('every alert has a runbook, and every runbook an alert', () => {
  expect(runbooks.map(({ alert }) => alert)).toEqual([...rules.keys()].sort());
});

describe.each(runbooks.map((runbook) => [runbook.alert, runbook] as const))('%s', (alert, runbook) => {
  const own = rules.get(alert) ?? [];
  const distinct = (of: (rule: AlertRule) => string | undefined) =>
    [...new Set(own.map(of))].filter((value) => value !== undefined).join(', ');
  const first = runbook.commands[0];

  it('begins with what the rule says of it', () => {
    const slo = distinct((rule) => rule.slo);
    expect(runbook.facts).toEqual({
      alert,
      reaches: distinct(({ notify }) => (notify === 'none' ? 'nobody' : notify)),
      severity: distinct(({ severity }) => severity),
      owner: distinct(({ owner }) => (owner === 'series' ? 'of the object' : owner)),
      ...(slo !== '' && { slo }),
    });
    expect(runbook.opening).toContain(`\n# ${alert}\n`);
  });

  it('has every section, in the order that readers know', () => {
    expect([...runbook.sections.keys()]).toEqual(sections);
    expect([...runbook.sections].filter(([, text]) => text.length < 40)).toEqual([]);
  });

  it('is read in five minutes', () => {
    expect(runbook.text.split('\n').length).toBeLessThanOrEqual(121);
  });

  it('has the variables of its commands set from the labels of the alert, first of all', () => {
    const labels = own.flatMap(({ by, labels = {} }) => [...by, ...Object.keys(labels)]);
    const wanted = labels.flatMap((label) => variableOf[label] ?? []);
    const optional = labels.includes('sloth_id') ? ['FRAMEWORK', 'SOURCE', 'SLO'] : ['SEVERITY'];
    const set = [...(first?.sets.keys() ?? [])];
    expect(wanted.filter((name) => !set.includes(name) && !optional.includes(name))).toEqual([]);
    const seen = new Set(shellOfReaders.keys());
    for (const { reads, sets } of runbook.commands) {
      expect(reads.filter((name) => !seen.has(name))).toEqual([]);
      for (const name of sets.keys()) seen.add(name);
    }
  });

  it('asks Prometheus or the exporter in triage', () => {
    expect(runbook.sections.get('Five-minute triage')).toMatch(/^ *(prom "|api |api "|own |curl )/m);
  });

  it('decides by a table of what is seen', () => {
    const table = [...(runbook.sections.get('Decide') ?? '').matchAll(/^\|(.*)\|$/gm)].map(([, row]) =>
      (row ?? '').split('|').map((cell) => cell.trim()),
    );
    expect(table.length).toBeGreaterThanOrEqual(2 + 3);
    for (const cells of table) expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
  });

  it('says how its mitigation is undone', () => {
    expect(runbook.sections.get('Mitigate')).toMatch(/roll(s|ed)?( \w+)? back|rollback|undo|way back|nothing to/i);
  });

  it('can be pasted block by block without undoing what it has just done', () => {
    const does = /\b(patch|label|create|delete|apply|scale|restart|cordon|set env|set resources|silence add|retire)\b/;
    const undoes = /rollout undo|uncordon|--undo$|\w-$|delete -f |delete quota|replace -f |create -f |silence expire/;
    const blocks = [...(runbook.sections.get('Mitigate') ?? '').matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
    const pasted = blocks.flatMap(([, block]) => {
      const lines = (block ?? '').split('\n').filter((line) => !line.startsWith('#'));
      return lines.filter((line, at) => undoes.test(line) && lines.slice(0, at).some((before) => does.test(before)));
    });
    expect(pasted).toEqual([]);
  });

  it('says what a false alarm is called, or how it is accepted', () => {
    expect(runbook.sections.get('False positive?')).toMatch(
      /`(actioned|expected|false_positive|flapping|duplicate)`|plumbline waive|ledger/,
    );
  });
});

it('no two runbooks say the same thing in the same words', () => {
  const prose = runbooks.flatMap(({ alert, text }) =>
    text
      .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
      .split(/(?<=[.:?])\s+|\n\n|\|/)
      .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
      .filter((sentence) => sentence.length > 50 && /^(?!\[).*[a-z]/.test(sentence))
      .map((sentence) => ({ alert, sentence })),
  );
  const repeated = [...Map.groupBy(prose, ({ sentence }) => sentence)].filter(
    ([, uses]) => new Set(uses.map(({ alert }) => alert)).size > 1,
  );
  expect(repeated.map(([sentence]) => sentence)).toEqual([]);
});
