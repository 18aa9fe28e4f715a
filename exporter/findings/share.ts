import type { Finding, Team } from '../model/finding.ts';

/**
 * The same findings, with texts and parts that are equal held once. What evaluation makes shares its texts with checks
 * and objects; what is read from a store has copies of its own in every finding, which takes twice the memory.
 */
export function shareParts(findings: readonly Finding[]): readonly Finding[] {
  const texts = new Map<string, string>();
  const objects = new Map<string, Finding['object']>();
  const teams = new Map<string, Team>();
  const shared = (text: string): string => kept(texts, text, () => text);
  return findings.map((finding) => {
    const { container, object, team } = finding;
    const { kind, apiVersion, namespace, name } = object;
    return {
      ...finding,
      check: shared(finding.check),
      object: kept(objects, JSON.stringify([kind, apiVersion, namespace, name]), () => object),
      team: kept(teams, JSON.stringify([team.team, team.source]), () => team),
      part: shared(finding.part),
      path: shared(finding.path),
      ...(container !== undefined && { container: shared(container) }),
      message: shared(finding.message),
    };
  });
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}
