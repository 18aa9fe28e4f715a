import type { AnnotationTool } from '../contract/vocabulary.ts';
import { noExemptions, type Exempt, type GrantedExemptions } from '../evaluate/exemptions.ts';
import { createClusterWaivers } from './cluster-waivers.ts';
import type { CompiledWaiver } from './compile.ts';
import type { WaiverTerms } from './schema.ts';

/** The waivers of files, for every cluster, and whatever else clusters hold of them. */
export interface WaiverBook {
  /** Waivers of files that are in force or were. */
  readonly files: () => readonly CompiledWaiver[];
  /** Takes over other files; clusters notice at their next refresh. */
  readonly follow: (files: readonly CompiledWaiver[]) => void;
  readonly of: (cluster: string) => GrantedExemptions;
}

/** What is accepted beside waivers: annotations of these tools. */
export interface Honoured {
  readonly tools: readonly AnnotationTool[];
  readonly exempt: Exempt;
}

const noAnnotations: Honoured = { tools: [], exempt: noExemptions };

/** A book that begins with these waivers; `leadMs` is how long before its end a waiver counts as expiring. */
export function createWaiverBook(
  terms: WaiverTerms,
  leadMs: number,
  first: readonly CompiledWaiver[] = [],
  { tools, exempt }: Honoured = noAnnotations,
): WaiverBook {
  let current = first;
  const files = () => current;
  return {
    files,
    follow(next) {
      current = next;
    },
    of: (cluster) => createClusterWaivers({ cluster, files, terms, leadMs, annotations: exempt, honoured: tools }),
  };
}
