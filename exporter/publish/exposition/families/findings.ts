import {
  drillCheck,
  drillKind,
  metrics,
  overflow,
  severities,
  type Severity,
  type TransitionReason,
} from '../../../contract/index.ts';
import type { Counts } from '../../../evaluate/tally.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Sample } from '../chunk.ts';
import { postureFamily, rendered, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

const mostOwners = 20;
const mostNamespaces = 200;
const mostCriticalFindings = 100;
/** Newest critical findings of which it is told who changed their objects. */
const mostChanges = 20;
const ownerSeverities = ['critical', 'high'] as const;

/** Drills of clusters, by name. */
export interface DrillsView {
  /** Those that are open at a time, in milliseconds: one at most, so it needs no cap. */
  openAt(
    cluster: string,
    now: number,
  ): readonly { readonly id: string; readonly owner: string; readonly from: number }[];
}

/** M2: open and exempt findings, who answers for them, and the critical ones by name. */
export function findingFamilies(options: {
  readonly namespaces: boolean;
  readonly drills: DrillsView;
}): readonly Family[] {
  const states = severities.map((severity) => ({
    severity,
    open: labelSet(metrics.findings, { severity, state: 'open' }),
    exempt: labelSet(metrics.findings, { severity, state: 'exempt' }),
  }));
  const criticalLabels = rendered((finding: Finding) => {
    const { check, object, team } = finding;
    return labelSet(metrics.criticalFindingSince, {
      check,
      resource_namespace: object.namespace,
      resource_kind: object.kind,
      resource_name: object.name,
      owner: team.team,
      reason: criticalBecause(finding),
    });
  });

  return [
    postureFamily(metrics.findings, function* ({ findings, counts }) {
      const exemptBySeverity = exemptCounts(counts);
      for (const { severity, open, exempt } of states) {
        yield [open, findings.count(severity)];
        yield [exempt, exemptBySeverity.get(severity) ?? 0];
      }
    }),
    postureFamily(metrics.ownerFindings, function* ({ findings }) {
      for (const [owner, sums] of largestOwners(findings.summary.teams())) {
        for (const severity of ownerSeverities) {
          yield [labelSet(metrics.ownerFindings, { owner, severity }), sums.get(severity) ?? 0];
        }
      }
    }),
    postureFamily(metrics.criticalFindingSince, function* ({ findings, memory }, { now, overflowed }, { name }) {
      // Without memory a whole backlog would look new, and ring.
      if (memory === 'none') return;
      const critical = findings.summary.of('critical');
      // Several containers of one object are one series; the newest stands for them, so more may have to be looked at.
      const shown = new Map<string | undefined, Sample<typeof metrics.criticalFindingSince>>();
      let standFor = 0;
      for (let wanted = 4 * mostCriticalFindings; ; wanted *= 4) {
        shown.clear();
        standFor = 0;
        for (const finding of newestOf(critical, wanted)) {
          const labels = criticalLabels(finding);
          if (!shown.has(labels.text)) {
            if (shown.size === mostCriticalFindings) break;
            shown.set(labels.text, [labels, since(finding) / 1000]);
          }
          standFor += 1;
        }
        if (shown.size === mostCriticalFindings || wanted >= critical.size) break;
      }
      yield* shown.values();
      // Here alone: what is counted, scored or exported knows of no drill.
      for (const { id, owner, from } of options.drills.openAt(name, now)) {
        const object = { resource_namespace: '', resource_kind: drillKind, resource_name: id };
        yield [
          labelSet(metrics.criticalFindingSince, { check: drillCheck, ...object, owner, reason: 'new' }),
          from / 1000,
        ];
      }
      overflowed(critical.size - standFor);
    }),
    postureFamily(metrics.criticalFindingChange, function* ({ findings, memory }) {
      if (memory === 'none') return;
      const told = new Map<string | undefined, Sample<typeof metrics.criticalFindingChange>>();
      for (const finding of newestOf(findings.summary.of('critical'), 4 * mostChanges)) {
        if (told.size === mostChanges) break;
        const { check, object, changedBy } = finding;
        if (changedBy === undefined) continue;
        const labels = labelSet(metrics.criticalFindingChange, {
          check,
          resource_namespace: object.namespace,
          resource_kind: object.kind,
          resource_name: object.name,
          ...changedBy,
        });
        told.set(labels.text, [labels, 1]);
      }
      yield* told.values();
    }),
    ...(options.namespaces ? [namespaceFamily()] : []),
  ];
}

/** The newest `count` findings, newest first, in one pass whatever their number. */
function newestOf(findings: ReadonlySet<Finding>, count: number): readonly Finding[] {
  const newestFirst = (a: Finding, b: Finding) => since(b) - since(a) || (a.id < b.id ? -1 : 1);
  let kept: Finding[] = [];
  let floor = -Infinity;
  // What came last is mostly newest: from the end, almost everything falls below the floor at once.
  for (const finding of [...findings].reverse()) {
    if (since(finding) <= floor) continue;
    kept.push(finding);
    if (kept.length < 2 * count) continue;
    kept = kept.sort(newestFirst).slice(0, count);
    floor = since(kept.at(-1) ?? finding);
  }
  return kept.sort(newestFirst).slice(0, count);
}

function since({ criticalSince, firstSeen }: Finding): number {
  return criticalSince ?? firstSeen;
}

/** A finding of the backlog that rises to critical is news, also by a clock that was set back: somebody has to hear of it. */
function criticalBecause(finding: Finding): TransitionReason {
  return since(finding) === finding.firstSeen ? finding.openedBecause : 'new';
}

function exemptCounts(counts: Counts): ReadonlyMap<Severity, number> {
  const sums = new Map<Severity, number>();
  for (const [index, { severity }] of counts.checks.entries()) {
    sums.set(severity, (sums.get(severity) ?? 0) + counts.exemptOffences(index));
  }
  return sums;
}

type Sums = Map<Severity, number>;

function total(sums: ReadonlyMap<Severity, number>): number {
  let sum = 0;
  for (const count of sums.values()) sum += count;
  return sum;
}

function addTo(sums: Sums, added: ReadonlyMap<Severity, number>): void {
  for (const [severity, count] of added) sums.set(severity, (sums.get(severity) ?? 0) + count);
}

/** Owners with most findings first, by name where equal; the rest is one owner. A team named like the rest joins it. */
function largestOwners(
  teams: ReadonlyMap<string, ReadonlyMap<Severity, number>>,
): Map<string, ReadonlyMap<Severity, number>> {
  const bySize = [...teams].sort(([a, x], [b, y]) => total(y) - total(x) || (a < b ? -1 : 1));
  const kept = new Map<string, ReadonlyMap<Severity, number>>();
  const rest: Sums = new Map();
  for (const [owner, sums] of bySize) {
    if (kept.size < mostOwners && owner !== overflow) kept.set(owner, sums);
    else addTo(rest, sums);
  }
  if (rest.size > 0) kept.set(overflow, rest);
  return kept;
}

interface NamespaceRow {
  readonly namespace: string;
  readonly team: string;
  readonly sums: Sums;
}

/** Reads every open finding at each render, which is why it is opt-in. */
function namespaceFamily(): Family {
  const spec = metrics.namespaceFindings;
  return postureFamily(spec, function* ({ findings }) {
    const rows = new Map<string, Map<string, NamespaceRow>>();
    for (const { severity, object, team } of findings.open()) {
      let teams = rows.get(object.namespace);
      if (teams === undefined) rows.set(object.namespace, (teams = new Map()));
      let row = teams.get(team.team);
      if (row === undefined)
        teams.set(team.team, (row = { namespace: object.namespace, team: team.team, sums: new Map() }));
      row.sums.set(severity, (row.sums.get(severity) ?? 0) + 1);
    }
    const bySize = [...rows.values()]
      .flatMap((teams) => [...teams.values()])
      .sort((a, b) => total(b.sums) - total(a.sums));
    const rest: NamespaceRow = { namespace: overflow, team: overflow, sums: new Map() };
    for (const { sums } of bySize.splice(mostNamespaces)) addTo(rest.sums, sums);
    if (rest.sums.size > 0) bySize.push(rest);
    for (const { namespace, team, sums } of bySize) {
      for (const severity of severities) {
        yield [labelSet(spec, { resource_namespace: namespace, team, severity }), sums.get(severity) ?? 0];
      }
    }
  });
}
