import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { boundOf, coveredBy, disruptionBudget, podCount, type BudgetFields } from '../subjects/disruption-budget.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { soundDeployment } from '../subjects/replicas.ts';
import { podMakers } from '../subjects/selection.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';
import { soundPod } from '../subjects/pod.ts';

const three = { ...soundDeployment, spec: { ...soundDeployment.spec, replicas: 3 } };
const one = { ...soundDeployment, spec: { ...soundDeployment.spec, replicas: 1 } };
const least = (minAvailable: number | string) => ({ spec: { maxUnavailable: undefined, minAvailable } });

export const relPdbBlocksEviction = defineCheck({
  id: 'rel-pdb-blocks-eviction',
  title: 'Disruption budget lets no pod be evicted',
  category: 'reliability',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['upgrading'] },
  because:
    'Nodes with such a pod cannot be drained: upgrades and security fixes of nodes hang on it until somebody deletes the budget, mostly at night.',
  remedy: 'Set `maxUnavailable: 1`, and run one replica more than must be there.',

  subject: disruptionBudget,
  fields: ['spec.maxUnavailable', 'spec.minAvailable'],
  reads: [...podMakers, 'HorizontalPodAutoscaler'],
  violatedBy(budget, world) {
    if (!isSet(budget.spec?.selector)) return 'not_applicable';
    // What allows nothing whatever it covers is wrong before the first pod is there.
    const pods = coveredBy(budget, world);
    const reason = whyBlocked(budget.spec, pods, world);
    if (reason === undefined) return pods.length === 0 ? 'not_applicable' : false;
    const { field, says, part } = reason;
    return { path: `spec.${field}`, message: says, ...(part !== undefined && { part }) };
  },
  // Where the pods cannot be counted, only a plain number in minAvailable works, and which one is the owner's to say.
  fix: (_budget, { part }) => (part === uncounted ? undefined : { spec: { minAvailable: null, maxUnavailable: 1 } }),

  examples: {
    violating: {
      'none may be unavailable': given({ spec: { maxUnavailable: 0 } }, three),
      'no share may be': given({ spec: { maxUnavailable: '0%' } }, three),
      'all must be available': given(least('100%'), three),
      'as many must be available as there are': given(least(3), three),
      'more must be': given(least(4), three),
      'the only one must be': given(least(1), one),
      'shares are rounded up': given(least('50%'), one),
      'a share that is rounded up is all of them': given(least('67%'), three),
      'nothing is said at all': given({ spec: { maxUnavailable: undefined } }, three),
      'the selector takes every pod': given(
        { spec: { selector: { matchLabels: undefined }, maxUnavailable: 0 } },
        three,
      ),
      'the selector is an expression': given(
        {
          spec: {
            selector: { matchLabels: undefined, matchExpressions: [{ key: 'app', operator: 'Exists' }] },
            maxUnavailable: 0,
          },
        },
        three,
      ),
      'the controller cannot count the pods of a DaemonSet': given({}, three, {
        ...daemonSet(),
        metadata: { name: 'agent', namespace: 'shop' },
      }),
      'nor work out a share of them': given(least('50%'), daemonSet()),
      'the pod stands alone': given(least(1), soundPod({})),
      'its pods are still to come': { spec: { maxUnavailable: 0 } },
      'its pods are not in sight': given(
        { spec: { selector: { matchLabels: { app: 'other' } }, maxUnavailable: undefined, minAvailable: '100%' } },
        three,
      ),
      'what is evicted may at least be sick': given(
        { spec: { maxUnavailable: 0, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
        three,
      ),
    },
    compliant: {
      'one may be unavailable': given({}, three),
      'the least share that may be is one pod': given({ spec: { maxUnavailable: '1%' } }, three),
      'fewer must be available than there are': given(least(2), three),
      'the share that must be leaves one': given(least('66%'), three),
      'none must be': given(least(0), one),
      'two workloads share it': given(least(3), three, {
        ...one,
        metadata: { name: 'canary', namespace: 'shop' },
      }),
      'its autoscaler runs more': given(least(2), one, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'app', namespace: 'shop' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
          minReplicas: 3,
          maxReplicas: 10,
        },
      }),
      'how many pods there are nobody can say, and a number of them must be available': given(least(3), daemonSet()),
    },
    notApplicable: {
      'it covers nothing': least(1),
      'it covers other pods': given(
        { spec: { selector: { matchLabels: { app: 'other' } }, maxUnavailable: undefined, minAvailable: 3 } },
        three,
      ),
      'there is no selector': given({ spec: { selector: undefined, maxUnavailable: 0 } }, three),
      'the pods are in another namespace': given(least(3), {
        ...three,
        metadata: { name: 'app', namespace: 'other' },
      }),
    },
  },
});

/** Part of the offence of a budget whose pods cannot be counted. */
const uncounted = 'uncounted';

interface Blocked {
  readonly field: 'maxUnavailable' | 'minAvailable';
  readonly says: string;
  readonly part?: string;
}

/** As the disruption controller works it out: with maxUnavailable, minAvailable says nothing. */
function whyBlocked(
  { maxUnavailable, minAvailable }: NonNullable<BudgetFields['spec']>,
  pods: readonly PodView[],
  world: World,
): Blocked | undefined {
  if (isSet(maxUnavailable)) {
    if (maxUnavailable === 0 || boundOf(maxUnavailable, 100) === 0) {
      return { field: 'maxUnavailable', says: `maxUnavailable is ${quoted(maxUnavailable)}` };
    }
    return unscaled('maxUnavailable', pods);
  }
  if (!isSet(minAvailable)) {
    return {
      field: 'maxUnavailable',
      says: 'neither maxUnavailable nor minAvailable is set, which allows no eviction',
    };
  }
  if (minAvailable === '100%') return { field: 'minAvailable', says: 'minAvailable is "100%"' };
  const unknown = typeof minAvailable === 'string' ? unscaled('minAvailable', pods) : undefined;
  if (unknown !== undefined) return unknown;
  const count = podCount(pods, world);
  if (count === undefined || count === 0) return undefined;
  const needed = boundOf(minAvailable, count);
  if (needed === undefined || needed < count || needed === 0) return undefined;
  return { field: 'minAvailable', says: `minAvailable is ${quoted(minAvailable)}; pods in all: ${count}` };
}

/** Of kinds without a scale the controller does not know how many pods are wanted, and then allows no eviction at all. */
function unscaled(field: Blocked['field'], pods: readonly PodView[]): Blocked | undefined {
  const found = pods.find(({ kind }) => kind === 'DaemonSet' || kind === 'Job');
  if (found === undefined) return undefined;
  const { kind, object } = found;
  return {
    field,
    part: uncounted,
    says: `${field} cannot be worked out for ${kind} ${quoted(object.metadata.name)}, which has no scale`,
  };
}

function daemonSet(): Manifest {
  return { ...soundDeployment, kind: 'DaemonSet' };
}
