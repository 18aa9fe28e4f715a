import type { ApiObjectRef } from '../contract/api.ts';
import type { ScanResult } from '../contract/scan.ts';
import { results as allResults, severities, type Result, type Severity } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import { Judged } from '../checks/judged.ts';
import { allKinds, type Inventory } from '../model/inventory.ts';
import { kinds, type Kind, type KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { OwnerDirectory } from '../model/owner.ts';
import { coverageOf } from './coverage.ts';
import { codes, Evaluator, type Evaluation, type Violation } from './evaluator.ts';
import type { Exempt } from './exemptions.ts';
import { scoreOf } from './score.ts';
import { subjecthoodOf } from './subjecthood.ts';
import { Tally } from './tally.ts';

/** Everything that the checks say of one world, once. */
export interface Assessment {
  /** In no particular order; which results are listed is the caller's choice, the counts below hold all. */
  readonly results: readonly ScanResult[];
  /** Merge patches that remove a failure, by the entry of `results`; lists of containers merge by name. */
  readonly patches: ReadonlyMap<ScanResult, object>;
  /** Pairs of a check and an object, by result. */
  readonly counts: Readonly<Record<Result, number>>;
  /** Entries of `results` that fail, by severity. */
  readonly failures: Readonly<Record<Severity, number>>;
  /** Offences that each exemption accepts, by its id. */
  readonly uses: ReadonlyMap<string, number>;
  /** Objects that were judged. */
  readonly objects: number;
  /** 0 to 1; absent while nothing has a verdict. */
  readonly score?: number;
  /** 0 to 1. */
  readonly coverage: number;
}

export interface AssessDeps {
  readonly inventory: Inventory;
  readonly checks: readonly Check[];
  readonly exempt: Exempt;
  readonly owners: Pick<OwnerDirectory, 'teamOf'>;
  /** Name of the cluster, as entries show it. */
  readonly cluster: string;
  /** Results to list; counts are of all. */
  readonly listed: ReadonlySet<Result>;
  /** Objects to judge; the others are still there for checks that look across objects. */
  readonly includes?: (kind: KindName, object: KubeObject) => boolean;
  readonly onError: (check: Check, object: KubeObject, error: unknown) => void;
}

/** Judges every object of a world by every check. */
export function assess(deps: AssessDeps): Assessment {
  const { inventory, includes = () => true } = deps;
  const checks = deps.checks.filter((check) => wasAskedFor(check, inventory));
  const evaluator = new Evaluator({ ...deps, checks });
  const tally = new Tally(checks);
  const listing = new Listing({ ...deps, checks });
  let objects = 0;
  for (const kind of allKinds) {
    if (evaluator.checksOf(kind).length === 0) continue;
    for (const object of inventory.list(kind)) {
      if (!includes(kind, object)) continue;
      const standing = subjecthoodOf(kind, object, inventory);
      if (standing === 'none' || standing === 'unclear') continue;
      objects += 1;
      const evaluation = evaluator.evaluate(kind, object);
      tally.replace(undefined, evaluation);
      listing.add(kind, object, evaluation);
    }
  }
  const score = scoreOf(tally)?.ratio;
  const total = (result: Result): number => checks.reduce((sum, _, index) => sum + tally.count(index, result), 0);
  return {
    results: listing.results,
    patches: listing.patches,
    counts: Object.fromEntries(allResults.map((result) => [result, total(result)])) as Record<Result, number>,
    failures: listing.failures,
    uses: tally.uses,
    objects,
    ...(score !== undefined && { score }),
    coverage: coverageOf(tally, inventory).ratio,
  };
}

/** What is read only where it is switched on, and was not, leaves no gap. */
function wasAskedFor({ needs }: Check, inventory: Inventory): boolean {
  return needs.every((kind) => {
    const { optIn }: Kind = kinds[kind];
    return optIn === undefined || inventory.complete || inventory.isKnown(kind);
  });
}

const withoutOffence: Readonly<Record<'pass' | 'not_applicable' | 'unknown' | 'error', string>> = {
  pass: 'Nothing to object to.',
  not_applicable: 'The object holds nothing that this check looks at.',
  unknown: 'A kind that this check needs cannot be seen.',
  error: 'The check failed on this object.',
};

/** Turns evaluations into entries of a report. */
class Listing {
  readonly results: ScanResult[] = [];
  readonly patches = new Map<ScanResult, object>();
  readonly failures = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  readonly #deps: AssessDeps;

  constructor(deps: AssessDeps) {
    this.#deps = deps;
  }

  add(kind: KindName, object: KubeObject, { results, violations, reasons }: Evaluation): void {
    const { checks, listed } = this.#deps;
    const entries = new Entries(this.#deps, kind, object);
    const byCheck = Map.groupBy(violations, ({ check }) => check);
    checks.forEach((check, index) => {
      const code = codes[results[index] ?? 0];
      if (code === undefined || code === 'none') return;
      for (const violation of byCheck.get(index) ?? []) {
        if (violation.exemption !== undefined) continue;
        this.failures[check.severity] += 1;
        if (!listed.has('fail')) continue;
        const entry = entries.ofViolation(check, 'fail', violation);
        this.results.push(entry);
        const patch = check.patchFor(entries.judged, violation);
        if (patch !== undefined) this.patches.set(entry, patch);
      }
      const exempted = listed.has('exempt') && byCheck.get(index)?.find(({ exemption }) => exemption !== undefined);
      if (exempted) this.results.push(entries.ofViolation(check, 'exempt', exempted));
      if (code === 'fail' || code === 'exempt' || !listed.has(code)) return;
      this.results.push(entries.of(check, code, { path: '', message: reasons?.get(index) ?? withoutOffence[code] }));
    });
  }
}

/** Entries of one object; what they share is worked out when the first one is made. */
class Entries {
  readonly #deps: AssessDeps;
  readonly #kind: KindName;
  readonly #object: KubeObject;
  #judged: Judged | undefined;
  #shared: Pick<ScanResult, 'object' | 'owner' | 'source'> | undefined;

  constructor(deps: AssessDeps, kind: KindName, object: KubeObject) {
    this.#deps = deps;
    this.#kind = kind;
    this.#object = object;
  }

  get judged(): Judged {
    return (this.#judged ??= new Judged(this.#kind, this.#object));
  }

  ofViolation(check: Check, result: Result, { path, container, message, exemption }: Violation): ScanResult {
    return this.of(check, result, {
      path,
      message,
      ...(container !== undefined && { container }),
      ...(exemption !== undefined && { exemption }),
    });
  }

  of(check: Check, result: Result, rest: Pick<ScanResult, 'path' | 'container' | 'message' | 'exemption'>): ScanResult {
    const { object, owner, source } = (this.#shared ??= this.#share());
    const { id, severity } = check;
    const { path, container, message, exemption } = rest;
    return {
      check: id,
      result,
      severity,
      cluster: this.#deps.cluster,
      object,
      owner,
      path,
      ...(container !== undefined && { container }),
      message,
      ...(source && { source }),
      ...(exemption && { exemption: { id: exemption.id, reason: exemption.reason } }),
    };
  }

  #share(): Pick<ScanResult, 'object' | 'owner' | 'source'> {
    const { inventory, owners, cluster } = this.#deps;
    const { apiVersion, kind, metadata } = this.#object;
    const { namespace, name } = metadata;
    const object: ApiObjectRef = { apiVersion, kind, ...(namespace !== '' && { namespace }), name };
    const { team } = owners.teamOf({
      cluster,
      kind: this.#kind,
      object: this.#object,
      find: (kind, home, other) => inventory.find(kind, home, other),
    });
    const source = inventory.source(this.#kind, namespace, name);
    return {
      object,
      owner: { ...object, team },
      ...(source && { source }),
    };
  }
}
