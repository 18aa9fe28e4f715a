import type { ApiControl, ApiFramework } from '../../contract/api.ts';
import type { Check } from '../define.ts';
import type { ControlDefinition, FrameworkDefinition } from './definition.ts';
import { shippedFrameworks } from './shipped.ts';

/** A name in a framework's file that means nothing, with what could have been meant. */
export interface UnknownName {
  readonly framework: string;
  /** Where it stands, for example `controls.3.checks.0`. */
  readonly where: string;
  readonly word: string;
  readonly known: readonly string[];
}

export interface Resolved {
  readonly frameworks: readonly ApiFramework[];
  readonly unknown: readonly UnknownName[];
}

/** Every framework with the checks that answer each control; those of files come after those that ship. */
export function resolveFrameworks(library: readonly Check[], files: readonly FrameworkDefinition[] = []): Resolved {
  const shipped = shippedFrameworks(library);
  const order = new Map(library.map(({ id }, index) => [id, index]));
  const optional = new Set(library.filter((check) => check.optional).map(({ id }) => id));
  const controls = new Map(
    shipped.map(({ id, controls: own }) => [id, new Map(own.map((control) => [control.id, control]))]),
  );
  const unknown = files.flatMap((file) => [...unknownNames(file, order, controls)]);

  /** The control itself and all that it includes; shipped ones include no circle, and files include shipped ones only. */
  function* reach(control: ControlDefinition): Generator<ControlDefinition, void> {
    yield control;
    for (const [framework, ids] of Object.entries(control.includes)) {
      for (const id of ids) {
        const other = controls.get(framework)?.get(id);
        if (other !== undefined) yield* reach(other);
      }
    }
  }

  function resolved(control: ControlDefinition): ApiControl {
    const { id, title, section } = control;
    const reached = [...reach(control)];
    const answers = new Set(reached.flatMap(({ checks }) => checks));
    const checks = [...answers].filter((check) => order.has(check)).sort((a, b) => rank(a) - rank(b));
    const about = { id, title, section, checks, optional: checks.filter((check) => optional.has(check)) };
    if (checks.length > 0) return { ...about, state: 'covered' };
    const why = reached.find(({ unanswered }) => unanswered !== undefined)?.unanswered;
    if (why === undefined) return { ...about, state: 'not_covered' };
    return { ...about, state: why.state, reason: why.reason };
  }
  const rank = (check: string) => order.get(check) ?? 0;

  const frameworks = [...shipped, ...files].map(({ controls: own, ...about }): ApiFramework => {
    return { ...about, controls: own.map(resolved) };
  });
  return { frameworks, unknown };
}

function* unknownNames(
  { id: framework, controls: own }: FrameworkDefinition,
  order: ReadonlyMap<string, number>,
  shipped: ReadonlyMap<string, ReadonlyMap<string, ControlDefinition>>,
): Generator<UnknownName, void> {
  for (const [index, { checks, includes }] of own.entries()) {
    for (const [position, word] of checks.entries()) {
      if (!order.has(word)) {
        yield { framework, where: `controls.${index}.checks.${position}`, word, known: [...order.keys()] };
      }
    }
    for (const [other, ids] of Object.entries(includes)) {
      const known = shipped.get(other);
      if (known === undefined) {
        yield { framework, where: `controls.${index}.includes`, word: other, known: [...shipped.keys()] };
        continue;
      }
      for (const [position, word] of ids.entries()) {
        if (known.has(word)) continue;
        yield { framework, where: `controls.${index}.includes.${other}.${position}`, word, known: [...known.keys()] };
      }
    }
  }
}
