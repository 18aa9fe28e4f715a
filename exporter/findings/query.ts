import type { Severity } from '../contract/vocabulary.ts';
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
}

/** The conditions of a query but for its clusters, ready for many findings; words are looked for regardless of case. */
export function predicateOf(query: FindingQuery): (finding: Queried) => boolean {
  const words = query.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return ({ check, severity, kind, namespace, name, team, message }) => {
    if (query.checks && !query.checks.includes(check)) return false;
    if (query.severities && !query.severities.includes(severity)) return false;
    if (query.namespaces && !query.namespaces.includes(namespace)) return false;
    if (query.teams && !query.teams.includes(team)) return false;
    if (words.length === 0) return true;
    const text = `${check} ${kind} ${namespace} ${name} ${message}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
