import { windowChoices, type Severity } from '../contract/vocabulary.ts';
import type { FindingQuery } from './store.ts';

/** What a query looks at, whatever form a finding is in. */
export interface Queried {
  readonly check: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly team: string;
  readonly message: string;
  readonly windows?: readonly string[];
}

/** Whether change ids are among the wanted ones; `windowChoices` stand for any and for none. */
export function isMarkedBy(windows: readonly string[] = [], wanted: readonly string[]): boolean {
  return wanted.some((id) =>
    id === windowChoices.any
      ? windows.length > 0
      : id === windowChoices.none
        ? windows.length === 0
        : windows.includes(id),
  );
}

/** The conditions of a query but for its clusters, ready for many findings; words are looked for regardless of case. */
export function predicateOf(query: FindingQuery): (finding: Queried) => boolean {
  const words = query.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return ({ check, severity, kind, namespace, name, team, message, windows }) => {
    if (query.checks && !query.checks.includes(check)) return false;
    if (query.severities && !query.severities.includes(severity)) return false;
    if (query.namespaces && !query.namespaces.includes(namespace)) return false;
    if (query.teams && !query.teams.includes(team)) return false;
    if (query.windows && !isMarkedBy(windows, query.windows)) return false;
    if (words.length === 0) return true;
    const text = `${check} ${kind} ${namespace} ${name} ${message}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
