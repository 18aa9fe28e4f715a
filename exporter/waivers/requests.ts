import { z } from 'zod';
import { fieldProblems } from '../config/yaml-file.ts';
import type { Exempt } from '../evaluate/exemptions.ts';
import type { WaiverView } from '../model/waiver.ts';
import { compileWaiver, type CompiledWaiver } from './compile.ts';
import { dayOf } from './dates.ts';
import { specSchema, waiverName, waiverOf, type WaiverTerms } from './schema.ts';
import { WaiverIndex } from './waiver-index.ts';
import { fileText, pathOf, pullRequestOf } from './write.ts';

const mostPending = 200;

/** What came of a request: a waiver to put into Git, or what is wrong with it, field by field. */
export type Submitted =
  | { readonly problems: readonly { readonly field: string; readonly problem: string }[] }
  | {
      readonly view: WaiverView;
      /** Decides which offences it would accept. */
      readonly exempt: Exempt;
      readonly coversCluster: (name: string) => boolean;
      readonly file: { readonly path: string; readonly content: string };
      readonly pullRequest: (accepts: number) => ReturnType<typeof pullRequestOf>;
    };

/** Requests for waivers, kept in memory until they appear in Git or end. */
export interface WaiverRequests {
  /** Validates a request; one with the name of another replaces it. */
  readonly submit: (body: unknown) => Submitted;
  readonly pending: () => readonly WaiverView[];
}

/** `files` are the waivers in Git: a request that appears there is no request any more. */
export function createWaiverRequests(deps: {
  readonly terms: WaiverTerms;
  readonly files: () => readonly CompiledWaiver[];
}): WaiverRequests {
  const { terms, files } = deps;
  const waiting = new Map<string, CompiledWaiver>();

  return {
    submit(body) {
      const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
      const { name, ...fields }: Record<string, unknown> = isObject ? { ...body } : {};
      const named = z.object({ name: waiverName }).safeParse({ name });
      const schema = specSchema(terms);
      // Who asks today creates it today.
      const spec = schema.safeParse({ createdAt: dayOf(terms.clock()), ...fields });
      if (!named.success || !spec.success) {
        const ofName = named.success ? [] : fieldProblems(z.object({ name: waiverName }), named.error);
        const ofSpec = spec.success ? [] : fieldProblems(schema, spec.error);
        return {
          problems: [...ofName, ...ofSpec].map(({ path, problem }) => ({ field: path.map(String).join('.'), problem })),
        };
      }
      const written = { name: named.data.name, spec: spec.data };
      const compiled = compileWaiver(waiverOf(written.name, written.spec, { kind: 'request' }), terms);
      waiting.delete(written.name);
      waiting.set(written.name, compiled);
      for (const oldest of waiting.keys()) {
        if (waiting.size <= mostPending) break;
        waiting.delete(oldest);
      }
      return {
        view: viewOf(compiled),
        exempt: new WaiverIndex([compiled]).exempt,
        coversCluster: compiled.coversCluster,
        file: { path: pathOf(written.name), content: fileText(written) },
        pullRequest: (accepts) => pullRequestOf(written, accepts),
      };
    },
    pending() {
      const now = terms.clock();
      const inGit = new Map(files().map(({ waiver }) => [waiver.name, waiver.expiresAt]));
      for (const [name, { waiver }] of waiting) {
        if (inGit.get(name) === waiver.expiresAt || now >= waiver.expiresAt) waiting.delete(name);
      }
      return [...waiting.values()].map(viewOf);
    },
  };
}

function viewOf({ waiver, checks }: CompiledWaiver): WaiverView {
  return { waiver, checks: [...checks].sort(), matched: 0, state: 'pending' };
}
