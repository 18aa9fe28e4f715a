import type { ObjectRef } from '../model/object.ts';

/** Whether an object belongs to the namespaces of a window: those with such a name, with all that is in them. */
export function coverageOf(namespaces: readonly string[] | undefined): (ref: ObjectRef) => boolean {
  if (namespaces === undefined) return () => true;
  const names = new Set(namespaces.filter((name) => !name.includes('*')));
  const patterns = namespaces.filter((name) => name.includes('*')).map(patternOf);
  return ({ kind, namespace, name }) => {
    const home = kind === 'Namespace' ? name : namespace;
    return home !== '' && (names.has(home) || patterns.some((pattern) => pattern.test(home)));
  };
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\*+/).map((part) => part.replaceAll(/[^a-z0-9-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
