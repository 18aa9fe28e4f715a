import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { defineCheck, type Check } from '../define.ts';
import { resolveFrameworks } from '../frameworks/resolve.ts';
import { checks } from '../index.ts';
import { count } from '../parameters.ts';
import { container } from '../subjects/container.ts';
import { categoryPage } from './category-page.ts';
import { examplePatch } from './example-patch.ts';
import { frameworksPage } from './frameworks-page.ts';
import { indexPage } from './index-page.ts';

const sample = defineCheck({
  id: 'pod-sample',
  title: 'Container has a | in its title',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { cis: ['5.2.2'], pss: ['baseline'] },
  because: 'It is a sample.',
  remedy: 'Leave it out.',
  paste: 'spec: {} # to start from\n',
  optional: true,
  parameters: { most: count(3, { min: 1, max: 9 }, 'How many are too many.') },
  subject: container,
  fields: ['securityContext.privileged'],
  violatedBy: ({ container: { securityContext } }) => securityContext?.privileged === true,
  fix: { securityContext: { privileged: null } },
  examples: {
    violating: { 'it is privileged': { securityContext: { privileged: true } } },
    compliant: { 'it is not': {}, 'it is null': { securityContext: { privileged: null } } },
  },
});
const { frameworks } = resolveFrameworks([sample]);

describe('the page of a category', () => {
  const page = categoryPage('pod-security', [sample], frameworks, examplePatch);

  it.each([
    ['why', 'It is a sample.'],
    ['the remedy', 'Remedy: Leave it out.'],
    ['a patch with its command', '# kubectl patch deployment app -n shop --patch-file patch.yaml\nspec:\n'],
    ['YAML to start from', '```yaml\nspec: {} # to start from\n```'],
    ['severity with impact and ease', '- severity: **low**, workload × contributing: '],
    ['that it is optional', '- optional: '],
    ['parameters', '| `most` | `3` | How many are too many. |'],
    ['fields', '`securityContext.privileged`'],
    ['needs', '`deployments`'],
    ['controls, also of variants', '[CIS EKS Benchmark](../frameworks/README.md#eks) 4.2.1'],
    ['examples', '✗ fails when it is privileged:'],
    ['further examples', '- it is null'],
    ['titles that no table breaks on', '| low | Container has a \\| in its title |'],
  ])('shows %s', (_what, text) => {
    expect(page).toContain(text);
  });
});

describe('the page that leads to the others', () => {
  const page = indexPage([sample], frameworks, examplePatch);

  it('counts checks by category and severity, and controls by state', () => {
    expect(page).toContain('| [Pod security](pod-security/README.md) | 1 | 0 | 0 | 0 | 1 | 0 | 1 |');
    expect(page).toContain('1 checks come with YAML to paste: 1 compute a patch of the object at fault, 0 show');
    expect(page).toContain('[Pod Security Standards](frameworks/README.md#pss) 1.37 | 2 | 2 | 0 | 0 | 0 | 1 |');
    expect(page).toContain('[pod-sample](pod-security/README.md#pod-sample) | low | workload | contributing |');
  });
});

describe('the page of frameworks', () => {
  const page = frameworksPage([sample], frameworks);

  it('links each control to what answers it, and numbers the reasons of the others', () => {
    expect(page).toMatch(/\| 5\.2\.2 \| .* \| \[pod-sample\]\(\.\.\/pod-security\/README\.md#pod-sample\) \|/);
    expect(page).toMatch(/\| 1\.1\.1 \| .* \| not automatable \(1\) \|/);
    expect(page).toContain('\n1. Owners and permissions of files on nodes');
    expect(page).toMatch(/\| 5\.2\.3 \| .* \| not covered yet \|/);
  });
});

describe('the patch of an example', () => {
  const patched = (checks as readonly Check[]).filter((check) => examplePatch(check) !== undefined);

  it('is there for most checks of pods', () => {
    expect(patched.length).toBeGreaterThan(20);
  });

  it.each(patched)('of $id is YAML with a command that names an object', (check) => {
    const text = examplePatch(check) ?? '';
    expect(text).toMatch(/^# kubectl patch [a-z.]+ \S+( -n \S+)?( --type merge)? --patch-file patch\.yaml\n/);
    expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
  });
});
