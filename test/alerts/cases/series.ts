import { metrics, select } from '#contract';
import type { Span } from '../rule-case.ts';

/** A finding of the family of critical ones. */
export function critical(of: {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly owner?: string;
  readonly reason?: 'new' | 'baseline' | 'check_changed';
  readonly instance?: string;
  readonly check?: string;
}): string {
  const { cluster = 'prod', name = 'web', owner = 'storefront', reason = 'new', instance } = of;
  const { check = 'pod-privileged', namespace = 'shop', kind = 'Deployment' } = of;
  const series = select(metrics.criticalFindingSince, {
    cluster,
    check,
    resource_namespace: namespace,
    resource_kind: kind,
    resource_name: name,
    owner,
    reason,
  });
  return instance === undefined ? series : series.replace('}', `,instance="${instance}"}`);
}

/** Labels of the alert for such a finding. */
export function criticalLabels(of: { readonly cluster?: string; readonly name?: string; readonly owner?: string }) {
  const { cluster = 'prod', name = 'web', owner = 'storefront' } = of;
  return {
    cluster,
    check: 'pod-privileged',
    resource_namespace: 'shop',
    resource_kind: 'Deployment',
    resource_name: name,
    owner,
    signature: `pod-privileged/shop/Deployment/${name}`,
  };
}

/** The baseline of a cluster, which says that its findings are served. */
export function baseline(cluster = 'prod'): string {
  return select(metrics.clusterBaseline, { cluster });
}

/** When the API of a cluster answered last. */
export function answered(cluster = 'prod'): string {
  return select(metrics.clusterLastSuccess, { cluster });
}

/** It answers all the time, from the beginning. */
export function always(duration: string, stepSeconds: number): readonly Span[] {
  return [{ is: 0, grows: stepSeconds, for: duration }];
}

/** One value after the other, each for as long as stands beside it. */
export function inTurn(...values: readonly (readonly [is: number, span: string])[]): readonly Span[] {
  return values.map(([is, span]) => ({ is, for: span }));
}

/** Labels of an exec into a workload with an open critical finding. */
export const execIntoWorkload = {
  cluster: 'prod',
  indicator: 'exec',
  resource_namespace: 'shop',
  resource_kind: 'Deployment',
  resource_name: 'web',
  owner: 'storefront',
} as const;
