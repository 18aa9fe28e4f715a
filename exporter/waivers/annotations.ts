import { severities, type AnnotationTool, type Severity } from '../contract/vocabulary.ts';
import type { Exempt } from '../evaluate/exemptions.ts';
import type { KubeObject, ObjectRef } from '../model/object.ts';
import type { Waiver } from '../model/waiver.ts';
import { endOf } from './dates.ts';
import type { Equivalents } from './peers/equivalents.ts';
import { kubeLinter } from './peers/kube-linter.ts';
import { kubeScore } from './peers/kube-score.ts';
import { kubescape } from './peers/kubescape.ts';
import { polaris } from './peers/polaris.ts';

const longestReason = 300;

/** What an annotation of another tool asks for. */
export interface Proposal {
  readonly tool: AnnotationTool;
  /** Ids of our checks. */
  readonly checks: ReadonlySet<string>;
  readonly reason: string;
  /** When it ends, in milliseconds since the epoch; undefined where the tool knows no end. */
  readonly expiresAt: number | undefined;
}

type Annotations = Readonly<Record<string, string>>;

const none: readonly Proposal[] = [];
/** By the annotations themselves: every offence of an object asks. */
const known = new WeakMap<Annotations, readonly Proposal[]>();

/** What other tools are told to pass over at an object, as far as we check the same. */
export function proposalsAt({ metadata: { annotations } }: KubeObject): readonly Proposal[] {
  if (annotations === undefined) return none;
  let proposals = known.get(annotations);
  if (proposals === undefined) {
    proposals = [ofKubescape, ofPolaris, ofKubeLinter, ofKubeScore].flatMap((read) => read(annotations));
    known.set(annotations, proposals);
  }
  return proposals;
}

/**
 * Accepts what annotations ask for, of these tools and up to this severity: whoever may write an object can waive what
 * is found at it, so nothing of this is honoured unless the configuration says so.
 */
export function annotationExemptions(options: {
  readonly tools: readonly AnnotationTool[];
  readonly worst: Severity;
  readonly severityOf: (check: string) => Severity | undefined;
}): Exempt {
  const { tools, worst, severityOf } = options;
  const limit = severities.indexOf(worst);
  return (check, { object }, _offence, world) => {
    if (tools.length === 0) return undefined;
    const proposal = proposalsAt(object).find(
      ({ tool, checks, expiresAt }) =>
        tools.includes(tool) && checks.has(check) && (expiresAt === undefined || world.today < expiresAt),
    );
    if (proposal === undefined) return undefined;
    const severity = severityOf(check);
    if (severity === undefined || severities.indexOf(severity) < limit) return undefined;
    return { id: `annotation/${proposal.tool}`, reason: `${proposal.reason} (annotation of ${proposal.tool})` };
  };
}

/** A proposal as a waiver that names nobody who approved it. */
export function proposedWaiver({ tool, checks, reason, expiresAt }: Proposal, object: ObjectRef): Waiver {
  return {
    name: `${tool}:${[object.kind, object.namespace, object.name].filter(Boolean).join('/')}`,
    checks: [...checks],
    frameworks: [],
    match: {},
    type: 'accepted-risk',
    reason,
    requester: '',
    approver: '',
    expiresAt: expiresAt ?? Infinity,
    source: { kind: 'annotation', tool, object },
  };
}

function ofKubescape(annotations: Annotations): readonly Proposal[] {
  const ids = listed(annotations['kubescape.io/skip-controls']);
  const expiry = annotations['kubescape.io/skip-expiry'];
  const expiresAt = expiry === undefined ? undefined : endOf(expiry);
  // Kubescape takes an expiry that it cannot read for no exception at all.
  if (expiry !== undefined && expiresAt === undefined) return none;
  return proposal('kubescape', kubescape, ids, annotations['kubescape.io/skip-reason'], expiresAt);
}

function ofPolaris(annotations: Annotations): readonly Proposal[] {
  const prefix = 'polaris.fairwinds.com/';
  if (annotations[`${prefix}exempt`] === 'true') return proposal('polaris', polaris, Object.keys(polaris));
  const ids = Object.entries(annotations).flatMap(([key, value]) =>
    key.startsWith(prefix) && key.endsWith('-exempt') && value === 'true'
      ? [key.slice(prefix.length, -'-exempt'.length)]
      : [],
  );
  return proposal('polaris', polaris, ids);
}

/** Each check has a reason of its own, so each is a proposal of its own. */
function ofKubeLinter(annotations: Annotations): readonly Proposal[] {
  const prefix = 'ignore-check.kube-linter.io/';
  const all = annotations['kube-linter.io/ignore-all'];
  if (all !== undefined) return proposal('kube-linter', kubeLinter, Object.keys(kubeLinter), all);
  return Object.entries(annotations).flatMap(([key, value]) =>
    key.startsWith(prefix) ? proposal('kube-linter', kubeLinter, [key.slice(prefix.length)], value) : [],
  );
}

function ofKubeScore(annotations: Annotations): readonly Proposal[] {
  return proposal('kube-score', kubeScore, listed(annotations['kube-score/ignore']));
}

function listed(value: string | undefined): readonly string[] {
  return value?.split(',').map((id) => id.trim()) ?? [];
}

function proposal(
  tool: AnnotationTool,
  equivalents: Equivalents,
  ids: readonly string[],
  reason?: string,
  expiresAt?: number,
): readonly Proposal[] {
  const checks = new Set<string>(ids.flatMap((id) => (Object.hasOwn(equivalents, id) ? (equivalents[id] ?? []) : [])));
  if (checks.size === 0) return none;
  const told = (reason ?? '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, longestReason)
    .toWellFormed();
  return [{ tool, checks, reason: told === '' ? 'No reason is given' : told, expiresAt }];
}
