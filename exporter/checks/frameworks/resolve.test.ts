import { describe, expect, it } from 'vitest';
import type { Check } from '../define.ts';
import { checks as library } from '../index.ts';
import { definitionOf, frameworkSchema } from './definition.ts';
import { resolveFrameworks } from './resolve.ts';
import { unanswered } from './unanswered.ts';

const { frameworks } = resolveFrameworks(library);
const control = (framework: string, id: string, among = frameworks) =>
  among.find((one) => one.id === framework)?.controls.find((one) => one.id === id);

/** How many controls each framework has: those of the benchmarks as they are published. */
const sizes = { aks: 51, cis: 132, eks: 50, gke: 57, microsoft: 43, mitre: 33, nsa: 31, pss: 2 };

describe('frameworks that ship', () => {
  it('have every control once, in order, with a title and a section of their own words', () => {
    expect(Object.fromEntries(frameworks.map(({ id, controls }) => [id, controls.length]))).toEqual(sizes);
    for (const { controls } of frameworks) {
      expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
      for (const { title, section } of controls) {
        expect(title).toMatch(/^\p{L}.*[^.]$/u);
        expect(section).not.toBe('');
      }
    }
    const numbers = frameworks.find(({ id }) => id === 'cis')?.controls.map(({ id }) => id) ?? [];
    expect(numbers.indexOf('4.2.10')).toBe(numbers.indexOf('4.2.9') + 1);
  });

  it('leave no control without a check and without a reason', () => {
    const open = frameworks.flatMap(({ id, controls }) =>
      controls.filter(({ state }) => state === 'not_covered').map((one) => `${id} ${one.id}`),
    );
    expect(open, 'name them in a check, or say why not in unanswered.ts').toEqual([]);
  });

  it('say why in a sentence where no check can answer', () => {
    for (const { controls } of frameworks) {
      for (const { state, reason, checks } of controls) {
        expect(state === 'covered').toBe(checks.length > 0);
        const unreachable = state === 'manual' || state === 'not_automatable';
        expect(reason ?? 'No reason.').toMatch(/^[A-Z].*\.$/);
        expect(reason !== undefined).toBe(unreachable);
      }
    }
  });

  it('give no reason for a control that checks answer', () => {
    const stale = Object.entries(unanswered).flatMap(([framework, reasons]) =>
      Object.keys(reasons).filter((id) => control(framework, id)?.state === 'covered'),
    );
    expect(stale, 'remove them from unanswered.ts').toEqual([]);
  });

  it.each([
    // Rotation of client certificates is no matter of the serving certificate.
    ['eks', '3.2.8', '4.2.10'],
    ['eks', '4.1.11', '5.1.12'],
    ['aks', '4.1.11', '5.1.12'],
    ['aks', '4.2.1', '5.2.2'],
    ['gke', '4.1.4', '5.1.5'],
    ['gke', '4.6.2', '5.6.2'],
    ['gke', '3.1.2', '4.1.6'],
  ])('answer %s %s with what answers the generic %s', (variant, id, generic) => {
    const { id: _generic, section: _section, ...expected } = control('cis', generic) ?? { id: '', section: '' };
    expect(control(variant, id)).toMatchObject(expected);
  });

  it('hold the baseline standard in the restricted one', () => {
    const baseline = control('pss', 'baseline')?.checks ?? [];
    expect(baseline.length).toBeGreaterThan(0);
    expect(control('pss', 'restricted')?.checks).toEqual(expect.arrayContaining([...baseline]));
  });

  it('know every control that a check names', () => {
    for (const check of library as readonly Check[]) {
      for (const [framework, ids] of Object.entries(check.frameworks)) {
        for (const id of ids as readonly string[]) expect(control(framework, id)?.checks).toContain(check.id);
      }
    }
  });
});

const file = (controls: readonly object[]) =>
  definitionOf(frameworkSchema.parse({ id: 'house', title: 'House rules', version: '1', controls }));

describe('a framework of a file', () => {
  it('is answered by the checks that it names and by what answers the controls that it includes', () => {
    const house = file([
      { id: 'a', title: 'Named', checks: ['pod-privileged', 'pod-host-pid'] },
      { id: 'b', title: 'Included', includes: { eks: ['4.2.1'], cis: ['5.2.3'] }, checks: ['pod-host-ipc'] },
      { id: 'c', title: 'Included, but of the host', includes: { cis: ['1.1.1'] } },
      { id: 'd', title: 'By hand', state: 'manual', reason: 'Ask the owner.' },
    ]);
    const resolved = resolveFrameworks(library, [house]);
    expect(resolved.unknown).toEqual([]);
    const own = resolved.frameworks.at(-1)?.controls ?? [];
    expect(own.map(({ state }) => state)).toEqual(['covered', 'covered', 'not_automatable', 'manual']);
    expect([...(own[0]?.checks ?? [])].sort()).toEqual(['pod-host-pid', 'pod-privileged']);
    expect(own[1]?.checks).toEqual(
      expect.arrayContaining([...(control('cis', '5.2.2')?.checks ?? []), 'pod-host-ipc', 'pod-host-pid']),
    );
    expect(own[3]?.reason).toBe('Ask the owner.');
  });

  it('tells what it cannot mean, and where it stands', () => {
    const { unknown } = resolveFrameworks(library, [
      file([
        { id: 'a', title: 'Misspelt', checks: ['pod-host-pid', 'pod-privilegd'] },
        { id: 'b', title: 'Elsewhere', includes: { cis: ['5.2.99'], pci: ['1'] } },
      ]),
    ]);
    expect(unknown.map(({ where, word }) => [where, word])).toEqual([
      ['controls.0.checks.1', 'pod-privilegd'],
      ['controls.1.includes.cis.0', '5.2.99'],
      ['controls.1.includes', 'pci'],
    ]);
  });

  it.each([
    ['a number as an id', { id: 4.1, title: 'x', checks: ['pod-privileged'] }, ['controls.0.id', /quotes/]],
    ['neither checks nor a reason', { id: 'a', title: 'x' }, ['controls.0.checks', /is empty/]],
    ['a state without a reason', { id: 'a', title: 'x', state: 'manual' }, ['controls.0.reason', /both or neither/]],
    [
      'checks and a state',
      { id: 'a', title: 'x', checks: ['pod-privileged'], state: 'manual', reason: 'No.' },
      ['controls.0.state', /without checks/],
    ],
    ['an unknown key', { id: 'a', title: 'x', check: ['pod-privileged'] }, ['controls.0', /check/]],
  ] as const)('refuses %s', (_what, one, [where, says]) => {
    const parsed = frameworkSchema.safeParse({ id: 'house', title: 'x', version: '1', controls: [one] });
    const issues = parsed.error?.issues.map(({ path, message }) => [path.join('.'), message] as const) ?? [];
    expect(issues.find(([path]) => path === where)?.[1]).toMatch(says);
  });

  it('refuses a control that is there twice', () => {
    const twice = { id: 'a', title: 'x', checks: ['pod-privileged'] };
    const parsed = frameworkSchema.safeParse({ id: 'house', title: 'x', version: '1', controls: [twice, twice] });
    expect(parsed.error?.issues[0]?.message).toMatch(/twice/);
  });
});
