import type { GrantedExemptions } from '../evaluate/exemptions.ts';
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

/** A book that begins with these waivers; `leadMs` is how long before its end a waiver counts as expiring. */
export function createWaiverBook(
  terms: WaiverTerms,
  leadMs: number,
  first: readonly CompiledWaiver[] = [],
): WaiverBook {
  let current = first;
  const files = () => current;
  return {
    files,
    follow(next) {
      current = next;
    },
    of: (cluster) => createClusterWaivers({ cluster, files, terms, leadMs }),
  };
}
