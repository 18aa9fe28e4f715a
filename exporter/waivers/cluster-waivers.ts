import type { AnnotationTool, ExemptionState } from '../contract/vocabulary.ts';
import { fieldProblems } from '../config/yaml-file.ts';
import { firstOf, type Exempt, type GrantedExemptions, type Touched } from '../evaluate/exemptions.ts';
import type { KubeObject } from '../model/object.ts';
import type { Waiver, WaiverView } from '../model/waiver.ts';
import { proposalsAt, proposedWaiver } from './annotations.ts';
import { compileWaiver, exemptionId, type CompiledWaiver } from './compile.ts';
import { waiverOf, waiverSchema, type WaiverTerms } from './schema.ts';
import { WaiverIndex } from './waiver-index.ts';

/** A resource that is no waiver, and why. */
interface Refused {
  readonly name: string;
  readonly problem: string;
}

export interface ClusterWaiversDeps {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Waivers of files, those of other clusters too; another list once the files have changed. */
  readonly files: () => readonly CompiledWaiver[];
  readonly terms: WaiverTerms;
  /** How long before its end a waiver counts as expiring, in milliseconds. */
  readonly leadMs: number;
  /** Accepts what annotations ask for, where the configuration wants it. */
  readonly annotations: Exempt;
  readonly honoured: readonly AnnotationTool[];
}

/**
 * The waivers of one cluster: those of files that name it, and its own resources, of which one with the name of a file's
 * waiver is the same waiver applied. What is in force changes at `refresh` only, so that all results between two of them
 * rest on the same waivers.
 */
export function createClusterWaivers(deps: ClusterWaiversDeps): GrantedExemptions {
  const { cluster, files, terms, leadMs, annotations, honoured } = deps;
  let ofFiles: readonly CompiledWaiver[] | undefined;
  let all: readonly CompiledWaiver[] = [];
  let refused: readonly Refused[] = [];
  let inForce = new Map<string, CompiledWaiver>();
  let index = new WaiverIndex([]);
  let nextEnd = Infinity;
  /** When the last one ended: a clock that was set back before it puts that one in force again. */
  let lastEnd = -Infinity;
  let resources: readonly KubeObject[] = [];

  const exempt = firstOf((check, judged, offence, world) => index.exempt(check, judged, offence, world), annotations);

  function gather(): void {
    ofFiles = files();
    const here = ofFiles.filter(({ coversCluster }) => coversCluster(cluster));
    const taken = new Set(here.map(({ waiver }) => waiver.name));
    const read = resources.map((object) => readResource(object, terms));
    const own = read.filter((one) => 'waiver' in one);
    refused = read.filter((one) => 'problem' in one);
    all = [...here, ...own.filter(({ waiver, coversCluster }) => !taken.has(waiver.name) && coversCluster(cluster))];
  }

  return {
    exempt,
    get nextChange() {
      return nextEnd === Infinity ? undefined : nextEnd;
    },
    refresh(changed, now) {
      const isNew = changed !== undefined || files() !== ofFiles;
      if (!isNew && lastEnd <= now && now < nextEnd) return undefined;
      if (changed !== undefined) resources = [...changed];
      if (isNew) gather();
      const before = inForce;
      const valid = all.filter(({ waiver }) => now < waiver.expiresAt);
      inForce = new Map(valid.map((compiled) => [identityOf(compiled.waiver), compiled]));
      lastEnd = Math.max(...all.map(({ waiver }) => waiver.expiresAt).filter((end) => end <= now), -Infinity);
      nextEnd = Math.min(...valid.map(({ waiver }) => waiver.expiresAt), Infinity);
      const gone = [...before].filter(([identity]) => !inForce.has(identity));
      const come = [...inForce].filter(([identity]) => !before.has(identity));
      if (gone.length + come.length === 0) return undefined;
      index = new WaiverIndex(valid);
      return touchedBy([...gone, ...come].map(([, compiled]) => compiled));
    },
    proposedAt: (object, ref) =>
      proposalsAt(object).map((proposal) => ({
        waiver: proposedWaiver(proposal, ref),
        state: honoured.includes(proposal.tool) ? 'active' : 'proposed',
        checks: [...proposal.checks].sort(),
        matched: 0,
      })),
    views(uses, now) {
      const told = all.map(({ waiver, checks }): WaiverView => {
        const matched = uses.get(exemptionId(waiver.name)) ?? 0;
        return { waiver, checks: [...checks].sort(), matched, state: stateOf(waiver, matched, now, leadMs) };
      });
      return [...told, ...refused.map(refusedView)];
    },
  };
}

/** Beyond so many changed waivers of one check all its offences are judged again: asking each would cost more. */
const mostAsked = 20;

function touchedBy(changed: readonly CompiledWaiver[]): Touched {
  const byCheck = new Map<string, CompiledWaiver[]>();
  for (const waiver of changed) {
    for (const check of waiver.checks) byCheck.set(check, [...(byCheck.get(check) ?? []), waiver]);
  }
  return (check, ref) => {
    const waivers = byCheck.get(check);
    return waivers !== undefined && (waivers.length > mostAsked || waivers.some(({ mayCover }) => mayCover(ref)));
  };
}

/** What a waiver is worth now: one that accepts nothing is unused, whether or not it ends soon. */
function stateOf({ expiresAt }: Waiver, matched: number, now: number, leadMs: number): ExemptionState {
  if (now >= expiresAt) return 'expired';
  if (matched === 0) return 'unused';
  return now >= expiresAt - leadMs ? 'expiring' : 'active';
}

/** Where a waiver stands may change without a change of what it accepts. */
function identityOf(waiver: Waiver): string {
  return JSON.stringify({ ...waiver, source: undefined });
}

function readResource(object: KubeObject, terms: WaiverTerms): CompiledWaiver | Refused {
  const { name, creationTimestamp } = object.metadata;
  const created = creationTimestamp === undefined ? NaN : Date.parse(creationTimestamp);
  const schema = waiverSchema(terms, Number.isNaN(created) ? undefined : created);
  const parsed = schema.safeParse(object);
  if (parsed.success) return compileWaiver(waiverOf(name, parsed.data.spec, { kind: 'resource' }), terms);
  const problems = fieldProblems(schema, parsed.error).map(
    ({ path, problem }) => `${path.map(String).join('.')}: ${problem}`,
  );
  return { name, problem: problems.join('; ') };
}

function refusedView({ name, problem }: Refused): WaiverView {
  const waiver: Waiver = {
    name,
    checks: [],
    frameworks: [],
    match: {},
    type: 'temporary',
    reason: '',
    requester: '',
    approver: '',
    expiresAt: 0,
    source: { kind: 'resource' },
  };
  return { waiver, checks: [], matched: 0, state: 'refused', problem };
}
