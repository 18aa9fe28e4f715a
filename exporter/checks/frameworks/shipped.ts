import type { Check } from '../define.ts';
import { aksEquals, aksSections } from './aks.ts';
import { cisSections } from './cis.ts';
import type { ControlDefinition, FrameworkDefinition } from './definition.ts';
import { eksEquals, eksSections } from './eks.ts';
import { gkeEquals, gkeSections } from './gke.ts';
import { frameworks, type FrameworkId } from './index.ts';
import { microsoftSections } from './microsoft.ts';
import { mitreSections } from './mitre.ts';
import { nsaSections } from './nsa.ts';
import { pssSections } from './pss.ts';
import { unanswered, type Unanswered } from './unanswered.ts';

type Words = Readonly<Record<string, string>>;

/** Sections by the number that controls begin with, or by title with the controls in them. */
const sections: Readonly<Record<FrameworkId, Words | Readonly<Record<string, readonly string[]>>>> = {
  aks: aksSections,
  cis: cisSections,
  eks: eksSections,
  gke: gkeSections,
  microsoft: microsoftSections,
  mitre: mitreSections,
  nsa: nsaSections,
  pss: pssSections,
};

/** Controls that are answered by another one, by control: of the generic benchmark for its variants. */
const includes: Readonly<Partial<Record<FrameworkId, Readonly<Record<string, readonly [FrameworkId, string]>>>>> = {
  aks: asIncludes(aksEquals),
  eks: asIncludes(eksEquals),
  gke: asIncludes(gkeEquals),
  // The restricted standard holds everything of the baseline.
  pss: { restricted: ['pss', 'baseline'] },
};

function asIncludes(equals: Words): Readonly<Record<string, readonly [FrameworkId, string]>> {
  return Object.fromEntries(Object.entries(equals).map(([id, generic]) => [id, ['cis', generic]]));
}

/** The frameworks that checks refer to; which checks answer a control is what the checks themselves say. */
export function shippedFrameworks(library: readonly Check[]): readonly FrameworkDefinition[] {
  return (Object.keys(frameworks) as FrameworkId[]).map((id) => {
    const { controls: titles, ...about } = frameworks[id];
    const own: Words = titles;
    const included = includes[id] ?? {};
    const answers = answersTo(library, id);
    const ids = [...new Set([...Object.keys(own), ...Object.keys(included)])].sort(byNumber);
    const controls = ids.map((control): ControlDefinition => {
      const other = included[control];
      return {
        id: control,
        title: own[control] ?? titleOf(other) ?? control,
        section: sectionOf(id, control),
        checks: answers.get(control) ?? [],
        includes: other === undefined ? {} : { [other[0]]: [other[1]] },
        unanswered: whyNot(id, control),
      };
    });
    return { id, ...about, controls };
  });
}

function answersTo(library: readonly Check[], framework: FrameworkId): ReadonlyMap<string, string[]> {
  const answers = new Map<string, string[]>();
  for (const { id, frameworks: refs } of library) {
    for (const control of refs[framework] ?? []) answers.set(control, [...(answers.get(control) ?? []), id]);
  }
  return answers;
}

function titleOf(control: readonly [FrameworkId, string] | undefined): string | undefined {
  if (control === undefined) return undefined;
  const titles: Words = frameworks[control[0]].controls;
  return titles[control[1]];
}

function sectionOf(framework: FrameworkId, control: string): string {
  const known = sections[framework];
  const number = control.slice(0, Math.max(0, control.lastIndexOf('.')));
  for (const [key, value] of Object.entries(known)) {
    if (typeof value !== 'string') {
      if (value.includes(control)) return key;
    } else if (key === number) return `${key} ${value}`;
  }
  return '';
}

function whyNot(framework: FrameworkId, control: string): Unanswered | undefined {
  const reasons: Readonly<Record<string, Unanswered | undefined>> = unanswered[framework] ?? {};
  return reasons[control] ?? reasons[control.replace(/[^.]*$/, '*')];
}

/** 4.2.10 comes after 4.2.9; what is no number stays where it was written. */
function byNumber(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return 0;
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
