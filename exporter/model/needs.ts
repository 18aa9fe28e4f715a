import { isInFilesOnly, type KindName } from './kinds.ts';

/** Kinds that the exporter itself asks for: namespaces carry owners, nodes tell the provider, waivers accept. */
const own: readonly KindName[] = ['Namespace', 'Node', 'Waiver'];

/** Every kind that has to be watched for these checks: it decides the watches started and the RBAC generated. */
export function kindsNeeded(checks: readonly { readonly needs: readonly KindName[] }[]): readonly KindName[] {
  return [...new Set([...own, ...checks.flatMap(({ needs }) => needs)])].filter((kind) => !isInFilesOnly(kind));
}
